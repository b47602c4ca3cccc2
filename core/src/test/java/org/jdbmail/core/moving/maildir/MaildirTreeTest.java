package org.jdbmail.core.moving.maildir;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mail.Rights;
import org.jdbmail.core.moving.source.AboutMailbox;
import org.jdbmail.core.moving.source.SourceMailbox;
import org.jdbmail.core.moving.source.SourceMessage;
import org.jdbmail.mime.bytes.MessageBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Maildirs as Dovecot leaves them, and as we write them. */
class MaildirTreeTest {
    private static final Instant DATE = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    private Path root;

    private Path message(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text, ISO_8859_1);
        Files.setLastModifiedTime(path, FileTime.from(DATE));
        return path;
    }

    private Map<String, SourceMailbox> read() throws IOException {
        return MaildirTree.read(root).stream()
                .collect(Collectors.toMap(
                        mailbox -> mailbox.about().name(), mailbox -> mailbox, (a, b) -> b, TreeMap::new));
    }

    private static String text(SourceMessage message) throws IOException {
        MessageBytes bytes = message.read();
        return new String(bytes.slice(0, bytes.size()), ISO_8859_1);
    }

    @Test
    void dovecotsFilesTellUidsKeywordsSubscriptionsAndRights() throws IOException {
        message("cur/1.a.host,S=12,W=14:2,RSab", "Subject: 1\n\nx\n");
        message("cur/2.b.host:2,DFTP", "Subject: 2\r\n\r\nx\ny\r\n");
        message("new/3.c.host", "Subject: 3\n\n");
        message("cur/4.d.host:2,", "Subject: 4\n\n");
        message("tmp/5.e.host", "unfinished");
        message("dovecot-uidlist", """
                3 V1700000000 N20 G0123456789abcdef
                12 P000000ab W14 :2.b.host
                7 :1.a.host,S=12,W=14
                a line that is none
                15 :3.c.host:2,S
                """);
        message("dovecot-keywords", "0 $Forwarded\n1 Todo\n");
        message("subscriptions", "Sent.2026\nGone\n");
        message(".Sent.2026/cur/1.x:2,S", "Subject: s\n\n");
        message(".Sent.2026/dovecot-acl", "user=bob lr\nanyone l\ngroup=staff lrw\n-user=eve l\n");
        message(".Gr&APwA3w-e/cur/1.x:2,S", "Subject: s\n\n");
        message(".&broken-name./new/1.x", "Subject: s\n\n");
        message(".Empty/maildirfolder", "");
        message("nested/below/cur/1.x:2,", "Subject: s\n\n");
        message(".no-mailbox/readme", "x");

        Map<String, SourceMailbox> found = read();
        assertEquals(Set.of("INBOX", "Sent/2026", "Grüße", "&broken-name/", "Empty", "nested/below"), found.keySet());
        SourceMailbox inbox = found.get("INBOX");
        assertEquals(1_700_000_000, inbox.about().uidValidity());
        List<SourceMessage> messages = inbox.messages();
        assertEquals(
                List.of(7L, 12L, 15L, 0L),
                messages.stream().map(message -> message.about().uid()).toList());
        assertEquals(
                FlagSet.of(FlagSet.of(Flag.SEEN, Flag.ANSWERED).system(), Set.of("$Forwarded", "Todo")),
                messages.get(0).about().flags());
        assertEquals(
                FlagSet.of(FlagSet.of(Flag.DRAFT, Flag.FLAGGED, Flag.DELETED).system(), Set.of("$Forwarded")),
                messages.get(1).about().flags());
        assertEquals("000000ab", messages.get(1).about().uniqueId());
        assertTrue(messages.get(2).about().recent());
        assertEquals(DATE, messages.get(0).about().received());
        assertEquals("Subject: 1\r\n\r\nx\r\n", text(messages.get(0)));
        assertEquals("Subject: 2\r\n\r\nx\ny\r\n", text(messages.get(1)), "a file with CRLF is as it should be");
        assertTrue(found.get("Sent/2026").about().subscribed());
        assertEquals(
                List.of(
                        new AboutMailbox.Grant("bob", Rights.of(Right.LOOKUP, Right.READ)),
                        new AboutMailbox.Grant("anyone", Rights.of(Right.LOOKUP))),
                found.get("Sent/2026").about().grants());
        assertTrue(!found.get("Empty").about().holdsMessages());
    }

    @Test
    void aFileWhoseFlagsChangedIsFoundAgainAndOneThatIsGoneIsToldSo() throws IOException {
        Path file = message("new/1.a", "Subject: 1\n\n");
        SourceMessage message = read().get("INBOX").messages().getFirst();
        Files.createDirectories(root.resolve("cur"));
        Path moved = Files.move(file, root.resolve("cur/1.a:2,S"));
        assertEquals("Subject: 1\r\n\r\n", text(message));
        assertEquals(
                message.about().origin(),
                read().get("INBOX").messages().getFirst().about().origin());
        Files.delete(moved);
        IOException gone = assertThrows(IOException.class, message::read);
        assertEquals("it is gone", gone.getMessage());
    }

    @Test
    void anOldUidListIsReadToo() throws IOException {
        message("cur/1.a:2,S", "Subject: 1\n\n");
        message("dovecot-uidlist", "1 1234567890 9\n5 1.a:2,S\n");
        SourceMailbox inbox = read().get("INBOX");
        assertEquals(1_234_567_890, inbox.about().uidValidity());
        assertEquals(5, inbox.messages().getFirst().about().uid());
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        AboutMailbox about = new AboutMailbox(
                "Grüße/v1.2",
                true,
                4711,
                "\\Archive",
                true,
                List.of(new AboutMailbox.Grant("bob", Rights.ALL), new AboutMailbox.Grant("anyone", Rights.NONE)));
        Set<String> many = new TreeSet<>();
        for (int i = 10; i < 45; i++) {
            many.add("keyword" + i);
        }
        FlagSet flags = FlagSet.of(FlagSet.of(Flag.values()).system(), many);
        for (int i = 0; i < 2; i++) {
            MaildirWriter writer = MaildirWriter.begin(root, about);
            writer.add(3, flags, false, DATE, "uidl-3", MessageBytes.of("Subject: 1\r\n\r\nx".getBytes(ISO_8859_1)));
            writer.add(9, FlagSet.NONE, true, DATE, "", MessageBytes.of("\r\n".getBytes(ISO_8859_1)));
            writer.end(4711, 30);
            MaildirWriter.subscriptions(root, List.of("Grüße/v1.2"));
        }
        SourceMailbox mailbox = read().get("Grüße/v1.2");
        assertEquals(about, mailbox.about());
        List<SourceMessage> messages = mailbox.messages();
        assertEquals(2, messages.size());
        assertEquals(flags, messages.get(0).about().flags());
        assertEquals("uidl-3", messages.get(0).about().uniqueId());
        assertEquals(3, messages.get(0).about().uid());
        assertEquals("Subject: 1\r\n\r\nx", text(messages.get(0)));
        assertTrue(messages.get(1).about().recent());
        assertEquals(9, messages.get(1).about().uid());
    }

    @Test
    void linksBringNobodysFiles(@TempDir Path elsewhere) throws IOException {
        Path secret = elsewhere.resolve("cur/secret");
        Files.createDirectories(secret.getParent());
        Files.writeString(secret, "Subject: not yours\n\n");
        message("cur/1.a", "Subject: 1\n\n");
        Files.createSymbolicLink(root.resolve("cur/2.b"), secret);
        Files.createSymbolicLink(root.resolve(".Whole"), elsewhere);
        Files.createDirectories(root.resolve(".Part"));
        Files.createSymbolicLink(root.resolve(".Part/cur"), elsewhere.resolve("cur"));
        Map<String, SourceMailbox> found = read();
        List<SourceMessage> messages = found.get("INBOX").messages();
        assertEquals(2, messages.size());
        assertThrows(IOException.class, messages.get(1)::read);
        assertThrows(IOException.class, found.get("Whole")::messages);
        assertThrows(IOException.class, found.get("Part")::messages);
    }
}
