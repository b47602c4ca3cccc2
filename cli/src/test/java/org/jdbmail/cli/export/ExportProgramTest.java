package org.jdbmail.cli.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.cli.Fixture;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.core.moving.mbox.MboxWriter;
import org.jdbmail.core.store.Store;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dbmail-export}: what it writes is an mbox, from which the messages can be had again. */
class ExportProgramTest {
    private static final List<String> MAILS = List.of(
            "Return-Path: <bob@example.test>\nSubject: one\n\nFrom here on\n>From there\n>>From afar\n>to\nFro\n",
            "Subject: two\n\nno line end",
            "Subject: three\n\n\n\n",
            "Subject: vier\n\nGrüße\nFrom");

    @TempDir
    private Path folder;

    private Fixture fixture = new Fixture("");

    @BeforeEach
    void deliver() {
        fixture = new Fixture("jdbc:sqlite:" + folder.resolve("mail.db"));
        try (Store store = fixture.open()) {
            Fixture.account(store, "alice");
            Fixture.account(store, "../eve");
            MAILS.forEach(mail -> Fixture.deliver(store, "alice", "INBOX", Fixture.DATE, mail));
            Fixture.deliver(store, "alice", "Work", Fixture.DATE, "Subject: work\n\n");
            Fixture.deliver(store, "alice", "Work/New", Fixture.DATE, "Subject: new\n\n");
        }
    }

    private Ran export(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("-b", folder.toString()));
        return fixture.run("dbmail-export", all.toArray(String[]::new));
    }

    /** Reads as mboxrd says. */
    private static List<String> read(Path mbox) throws IOException {
        List<String> messages = new ArrayList<>();
        StringBuilder message = new StringBuilder();
        for (String line : Files.readString(mbox).split("(?<=\n)")) {
            if (line.startsWith("From ")) {
                message = new StringBuilder();
                messages.add("");
            } else {
                message.append(line.matches("(?s)>+From .*") ? line.substring(1) : line);
                messages.set(messages.size() - 1, message.substring(0, message.length() - 1));
            }
        }
        return messages;
    }

    @Test
    void messagesComeBackAsTheyWere() throws IOException {
        assertEquals(new Ran(0, "Exported 4 messages of alice/INBOX\n", ""), export("-u", "alice", "-m", "inbox"));
        Path mbox = folder.resolve("alice/INBOX.mbox");
        List<String> lines = Files.readAllLines(mbox);
        assertEquals("From bob@example.test Fri Jan  2 03:04:05 2026", lines.getFirst());
        assertTrue(lines.contains(">From here on") && lines.contains(">>From there"), lines::toString);
        assertEquals(
                1,
                lines.stream()
                        .filter("From MAILER-DAEMON Fri Jan  2 03:04:05 2026"::equals)
                        .limit(1)
                        .count());
        List<String> whole = MAILS.stream()
                .map(mail -> mail.endsWith("\n") ? mail : mail + "\n")
                .toList();
        assertEquals(whole, read(mbox));
        // A second run adds to the file.
        assertEquals(
                0, export("-u", "alice", "-m", "INBOX", "-s", "2:3,* UNSEEN").status());
        assertEquals(7, read(mbox).size());
    }

    @Test
    void mailboxesBelowOneAndAllOfThem() throws IOException {
        assertEquals(0, export("-u", "alice", "-m", "Work", "-q").status());
        assertFalse(Files.exists(folder.resolve("alice/Work/New.mbox")));
        assertEquals(0, export("-u", "alice", "-m", "Work", "-r", "-q").status());
        assertEquals(1, read(folder.resolve("alice/Work/New.mbox")).size());
        Path one = folder.resolve("all.mbox");
        assertEquals(0, export("-u", "al*", "-o", one.toString()).status());
        assertEquals(6, read(one).size());
    }

    @Test
    void whatWasWrittenIsMarkedOrExpungedAndNothingElse() {
        String deleted = "SELECT count(*) FROM dbmail_messages WHERE deleted_flag = 1";
        String visible = "SELECT count(*) FROM dbmail_messages WHERE status < 2";
        assertEquals(0, export("-u", "alice", "-m", "INBOX", "-D", "-n").status());
        assertFalse(Files.exists(folder.resolve("alice")));
        assertEquals("6", fixture.ask(visible));
        assertEquals(0, export("-u", "alice", "-m", "INBOX", "-s", "1", "-d").status());
        assertEquals("1", fixture.ask(deleted));
        assertEquals(
                0, export("-u", "alice", "-m", "INBOX", "-s", "DELETED", "-D").status());
        assertEquals("5", fixture.ask(visible));
    }

    @Test
    void anAccountsNameLeadsToNoOtherFolder() throws IOException {
        try (Store store = fixture.open()) {
            Fixture.deliver(store, "../eve", "INBOX", Fixture.DATE, "Subject: x\n\n");
        }
        assertEquals(0, export("-u", "../eve", "-m", "INBOX").status());
        assertEquals(1, read(folder.resolve(".._eve/INBOX.mbox")).size());
    }

    @Test
    void statusesAreThoseOfDbmail() {
        assertEquals(255, export("-u", "nobody").status());
        assertEquals(255, export("-u", "alice", "-m", "None").status());
        assertEquals(1, export().status());
        assertEquals(1, export("-u", "alice", "-s", "BODY x").status());
        assertEquals(0, export("-h").status());
    }

    @Test
    void aReturnAloneStays() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MboxWriter mbox = new MboxWriter(bytes)) {
            mbox.begin("a@b", Fixture.DATE);
            mbox.write("a\rb\r\r\nFrom\r\n>From \r".getBytes(UTF_8));
            mbox.end();
        }
        assertEquals("From a@b Fri Jan  2 03:04:05 2026\na\rb\r\nFrom\n>>From \r\n\n", bytes.toString(UTF_8));
    }
}
