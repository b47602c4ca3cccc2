package org.jdbmail.core.moving.mbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.moving.source.SourceMailbox;
import org.jdbmail.core.moving.source.SourceMessage;
import org.jdbmail.mime.bytes.MessageBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages out of an mbox, of the kinds that there are. */
class MboxMailboxTest {
    private static final Instant DATE = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    private Path folder;

    private MboxMailbox mbox(String text) throws IOException {
        return MboxMailbox.of(Files.writeString(folder.resolve("box"), text, ISO_8859_1), "box");
    }

    private static List<String> texts(SourceMailbox mailbox) throws IOException {
        List<String> texts = new ArrayList<>();
        for (SourceMessage message : mailbox.messages()) {
            texts.add(text(message.read()));
        }
        return texts;
    }

    private static String text(MessageBytes bytes) {
        return new String(bytes.slice(0, bytes.size()), ISO_8859_1);
    }

    @Test
    void aLineFromWithoutATimeIsText() throws IOException {
        MboxMailbox mailbox = mbox("""
                From bob@example.test Fri Jan  2 03:04:05 2026
                Subject: one

                From here on it rains.

                From then on, too.
                >From Paris
                >>From Rome

                From - Sat Jan 10 03:04:05 2026 +0100
                Subject: two

                text
                From alice@example.test Fri Jan  2 03:04:05 2026
                """);
        assertEquals(
                List.of(
                        "Subject: one\r\n\r\nFrom here on it rains.\r\n\r\nFrom then on, too.\r\nFrom Paris\r\n>From Rome\r\n",
                        "Subject: two\r\n\r\ntext\r\nFrom alice@example.test Fri Jan  2 03:04:05 2026\r\n"),
                texts(mailbox));
        List<SourceMessage> messages = mailbox.messages();
        assertEquals(DATE, messages.get(0).about().received());
        assertEquals(
                Instant.parse("2026-01-10T02:04:05Z"), messages.get(1).about().received());
    }

    @Test
    void whatProgramsNoteInTheHeadIsTakenOut() throws IOException {
        MboxMailbox mailbox = mbox("""
                From MAILER-DAEMON Fri Jan  2 03:04:05 2026
                Subject: DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA
                X-IMAP: 1700000001 0000000009
                Status: RO

                This text is part of the internal format of your mail folder.

                From bob@example.test Fri Jan  2 03:04:05 2026
                Subject: one
                Status: RO
                X-Status: AFT
                X-Keywords: $Forwarded
                  Todo
                X-UID: 7
                Content-Length: 12

                body

                From bob@example.test Fri Jan  2 03:04:05 2026
                Subject: two
                X-UID: 9
                Status:\s


                """);
        assertEquals(1_700_000_001, mailbox.about().uidValidity());
        assertEquals(List.of("Subject: one\r\n\r\nbody\r\n", "Subject: two\r\n\r\n"), texts(mailbox));
        List<SourceMessage> messages = mailbox.messages();
        assertEquals(
                FlagSet.of(
                        FlagSet.of(Flag.SEEN, Flag.ANSWERED, Flag.FLAGGED, Flag.DRAFT)
                                .system(),
                        Set.of("$Forwarded")),
                messages.get(0).about().flags());
        assertFalse(messages.get(0).about().recent());
        assertTrue(messages.get(1).about().recent());
        assertEquals(
                List.of(7L, 9L),
                messages.stream().map(message -> message.about().uid()).toList());
    }

    @Test
    void theSameMessageTwiceHasTwoOriginsWhichFlagsDoNotChange() throws IOException {
        String one = "From b Fri Jan  2 03:04:05 2026\nSubject: one\n\nbody\n\n";
        List<String> origins = mbox(one + one).messages().stream()
                .map(message -> message.about().origin())
                .toList();
        assertFalse(origins.get(0).equals(origins.get(1)));
        String read = "From b Fri Jan  2 03:04:05 2026\nStatus: RO\nSubject: one\n\nbody\n\n";
        assertEquals(
                origins,
                mbox(read + one).messages().stream()
                        .map(message -> message.about().origin())
                        .toList());
    }

    @Test
    void whatIsNoMboxIsToldSo() throws IOException {
        IOException trouble = assertThrows(
                IOException.class, () -> mbox("Subject: one\n\nbody\n").messages());
        assertEquals(
                folder.resolve("box") + " is no mbox: it does not begin with a line \"From sender date\"",
                trouble.getMessage());
        assertFalse(MboxMailbox.isOne(folder.resolve("box")));
        assertEquals(List.of(), mbox("").messages());
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        List<String> messages = List.of(
                "Subject: a\r\n\r\nFrom x\r\n>From y\r\n\r\n\r\n",
                "\r\nno head\r\n",
                "Subject: b\r\n",
                "A: b\r\n\r\nFrom");
        Path file = folder.resolve("written");
        FlagSet flags = FlagSet.of(Flag.SEEN.bit() | Flag.DELETED.bit(), Set.of("$Junk"));
        try (MboxWriter out = new MboxWriter(Files.newOutputStream(file))) {
            for (int i = 0; i < messages.size(); i++) {
                out.begin("a@example.test", DATE.plusSeconds(i));
                out.note(flags, false, i + 1, i == 0 ? 4711 : 0);
                out.write(messages.get(i).getBytes(ISO_8859_1));
                out.end();
            }
        }
        MboxMailbox mailbox = MboxMailbox.of(file, "written");
        // A message without an end of its last line gets one: an mbox has no place for less.
        assertEquals(
                List.of(messages.get(0), messages.get(1), messages.get(2), messages.get(3) + "\r\n"), texts(mailbox));
        assertEquals(4711, mailbox.about().uidValidity());
        SourceMessage last = mailbox.messages().getLast();
        assertEquals(flags, last.about().flags());
        assertEquals(DATE.plusSeconds(3), last.about().received());
        assertEquals(4, last.about().uid());
    }

    @Test
    void foldersAreLevelsAndEachFileIsAMailbox() throws IOException {
        String one = "From b Fri Jan  2 03:04:05 2026\nSubject: one\n\nbody\n\n";
        Files.createDirectories(folder.resolve("tree/Work.sbd"));
        Files.writeString(folder.resolve("tree/Inbox.mbox"), one);
        Files.writeString(folder.resolve("tree/Work.sbd/Old"), one);
        Files.writeString(folder.resolve("tree/Work.sbd/Old.msf"), "something else");
        Files.writeString(folder.resolve("tree/mail.eml"), "Date: Fri, 2 Jan 2026 03:04:05 +0000\n\nx\n");
        List<SourceMailbox> mailboxes = FolderOfFiles.read(folder.resolve("tree"), "INBOX");
        assertEquals(
                List.of("INBOX", "Inbox", "Work/Old"),
                mailboxes.stream().map(mailbox -> mailbox.about().name()).toList());
        assertEquals(DATE, mailboxes.getFirst().messages().getFirst().about().received());
        assertEquals(List.of("Date: Fri, 2 Jan 2026 03:04:05 +0000\r\n\r\nx\r\n"), texts(mailboxes.getFirst()));
    }
}
