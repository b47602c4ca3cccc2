package org.jdbmail.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.SmtpSink.Received;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thunderbird with a fresh profile, which finds its settings by itself, over IMAP and POP3, and sends by both ports. What it did is looked at over
 * IMAP, and our server must not have complained.
 */
@Tag("peers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThunderbirdTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path work;

    private MailHouse house;
    private Thunderbird thunderbird;

    @BeforeAll
    void start() throws Exception {
        house = MailHouse.start(work.resolve("jdbmail"), "dburi = sqlite://" + work.resolve("jdbmail/mail.db"));
        thunderbird = Thunderbird.start(Files.createDirectories(work.resolve("thunderbird")), house.certificate());
    }

    @AfterAll
    void stop() throws IOException {
        thunderbird.close();
        house.close();
    }

    /** An account with three messages; its settings are found by Thunderbird. Returns the key that it has there. */
    private String account(String address, String type) throws Exception {
        house.account(address);
        for (String subject : List.of("one", "two", "three")) {
            house.deliver("carol@example.net", address, mail(subject));
        }
        String found = thunderbird.setUp(address, MailHouse.PASSWORD, type);
        String incoming = type + " mail.example.org " + (type.equals("imap") ? 993 : 995) + " 3 " + address;
        assertEquals("xml-from-isp-https " + incoming + " mail.example.org 465 3 " + address, found.split(" ", 2)[1]);
        return found.split(" ", 2)[0];
    }

    private static String mail(String subject) {
        return "From: carol@example.net\nTo: you@example.org\nSubject: " + subject + "\nMessage-ID: <" + subject
                + "@example.net>\nDate: Sat, 28 Nov 2026 10:00:00 +0000\n\nthis is " + subject + "\n";
    }

    private void nobodyComplained() throws IOException {
        assertEquals(List.of(), house.complaints());
        assertEquals(
                List.of(),
                thunderbird
                        .talk()
                        .lines()
                        .filter(line -> line.contains("Syntax Error"))
                        .toList());
    }

    @Test
    void imapIsSynchronisedAndNewsComesByItself() throws Exception {
        String anna = account("anna@example.org", "imap");
        thunderbird.open(anna, "Inbox");
        thunderbird.await(anna, "Inbox", "one", "three", "two");
        try (Look look = house.look("anna@example.org")) {
            assertTrue(thunderbird.text(anna, "Inbox", "one").contains("this is one"));
            thunderbird.mark(anna, "Inbox", "one", "markMessagesRead(messages, true)");
            thunderbird.mark(anna, "Inbox", "two", "markMessagesFlagged(messages, true)");
            thunderbird.mark(anna, "Inbox", "two", "addKeywordsToMessages(messages, '$label1')");
            Eventually.isTrue(
                    PATIENCE,
                    "flags",
                    () -> look.count("INBOX", "SEEN SUBJECT one") == 1
                            && look.count("INBOX", "FLAGGED KEYWORD $label1 SUBJECT two") == 1);
            thunderbird.makeFolder(anna, "Archive");
            thunderbird.copy(anna, "Inbox", "two", "Archive", false);
            look.await("Archive", "two");
            assertEquals(1, look.count("Archive", "FLAGGED KEYWORD $label1"));
            thunderbird.copy(anna, "Inbox", "one", "Archive", true);
            look.await("Archive", "two", "one");
            thunderbird.delete(anna, "Inbox", "three");
            look.await("Trash", "three");
            Eventually.isTrue(PATIENCE, "gone", () -> look.count("INBOX", "UNDELETED") == 1);
            // Somebody else changes what it looks at, and mail comes: it waits in IDLE.
            thunderbird.open(anna, "Inbox");
            look.lines("SELECT INBOX");
            look.lines("STORE 1:* -FLAGS (\\Flagged)");
            thunderbird.awaitMark(anna, "Inbox", "two", "isFlagged", false);
            thunderbird.open(anna, "Inbox");
            house.deliver("carol@example.net", "anna@example.org", mail("four"));
            thunderbird.await(anna, "Inbox", "four", "two");
        }
        nobodyComplained();
    }

    @Test
    void twoAccountsShareAFolder() throws Exception {
        String dora = account("dora@example.org", "imap");
        thunderbird.open(dora, "Inbox");
        thunderbird.await(dora, "Inbox", "one", "three", "two");
        thunderbird.makeFolder(dora, "Team");
        thunderbird.copy(dora, "Inbox", "one", "Team", false);
        String emil = account("emil@example.org", "imap");
        try (Look doras = house.look("dora@example.org");
                Look emils = house.look("emil@example.org")) {
            doras.await("Team", "one");
            doras.lines("SETACL Team emil@example.org lrswite");
            emils.lines("SUBSCRIBE \"#Users/dora@example.org/Team\"");
            thunderbird.getMail(emil);
            thunderbird.open(emil, "Team");
            thunderbird.await(emil, "Team", "one");
            // What one of them does, the other sees, who has it open.
            thunderbird.open(dora, "Team");
            thunderbird.mark(emil, "Team", "one", "markMessagesFlagged(messages, true)");
            thunderbird.awaitMark(dora, "Team", "one", "isFlagged", true);
            house.deliver("carol@example.net", "dora@example.org", mail("four"));
            thunderbird.open(dora, "Inbox");
            thunderbird.await(dora, "Inbox", "four", "one", "three", "two");
            thunderbird.open(emil, "Team");
            thunderbird.copy(dora, "Inbox", "four", "Team", false);
            thunderbird.await(emil, "Team", "four", "one");
            thunderbird.copy(emil, "Team", "one", "Inbox", true);
            emils.await("INBOX", "one", "two", "three", "one");
            thunderbird.open(dora, "Team");
            thunderbird.await(dora, "Team", "four");
        }
        nobodyComplained();
    }

    @Test
    void mailIsSentOverBothPorts() throws Exception {
        String ben = account("ben@example.org", "imap");
        house.account("bob@example.org");
        for (int port : List.of(465, 587)) {
            thunderbird.send(
                    ben,
                    port,
                    "bob@example.org, zoe@elsewhere.test",
                    "by " + port + " ä",
                    "Line one\r\n.\r\nFrom here é\r\n");
        }
        try (Look look = house.look("bob@example.org");
                Look sent = house.look("ben@example.org")) {
            Eventually.isTrue(
                    PATIENCE, "both at Bob's", () -> look.subjects("INBOX").size() == 2);
            assertTrue(look.newest("INBOX").contains("Line one\n.\nFrom here é"), look.newest("INBOX"));
            Eventually.isTrue(
                    PATIENCE,
                    "both in Sent",
                    () -> !sent.lines("LIST \"\" Sent").isEmpty()
                            && sent.subjects("Sent").size() == 2);
        }
        Eventually.isTrue(
                PATIENCE, "both elsewhere", () -> house.elsewhere().received().size() == 2);
        for (Received received : house.elsewhere().received()) {
            assertEquals(List.of("RCPT TO:<zoe@elsewhere.test>"), received.recipients());
        }
        nobodyComplained();
    }

    @Test
    void mailIsTakenAwayOverPop() throws Exception {
        String carl = account("carl@example.org", "pop3");
        thunderbird.getMail(carl);
        thunderbird.await(carl, "Inbox", "one", "three", "two");
        try (Look look = house.look("carl@example.org")) {
            look.await("INBOX");
        }
        house.deliver("carol@example.net", "carl@example.org", mail("four"));
        thunderbird.getMail(carl);
        thunderbird.await(carl, "Inbox", "four", "one", "three", "two");
        nobodyComplained();
    }
}
