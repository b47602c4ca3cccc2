package org.jdbmail.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jdbmail.testkit.net.LineClient;
import org.jdbmail.testkit.transcript.Fixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Any bytes in any state: each line is answered, or the session ended with BYE; nobody hears of our insides, no session stays behind,
 * and the mailbox is as it was.
 */
final class BadInputTest {
    private static final int SESSIONS = 60;
    private static final int LINES = 25;

    /** Commands that change nothing, whatever becomes of them. */
    private static final List<String> SEEDS = List.of(
            "CAPABILITY",
            "NOOP",
            "ID (\"name\" NIL)",
            "ENABLE CONDSTORE UTF8=ACCEPT",
            "LIST \"\" (% *) RETURN (STATUS (MESSAGES) SUBSCRIBED)",
            "LIST (SUBSCRIBED RECURSIVEMATCH) \"\" %/*",
            "STATUS INBOX (MESSAGES UIDNEXT SIZE)",
            "EXAMINE INBOX (QRESYNC (1 1 1:9 (1 1)))",
            "UID FETCH 1:*,5 (FLAGS BODY.PEEK[1.2.HEADER.FIELDS (A \"b\")]<0.9> ENVELOPE)",
            "SEARCH RETURN (MIN MAX COUNT PARTIAL 1:9) CHARSET UTF-8 OR (NOT SEEN 1:3) HEADER X \"y\" ON 1-Jan-2024",
            "UID SORT (REVERSE DATE SUBJECT) UTF-8 TEXT x",
            "THREAD REFERENCES UTF-8 ALL",
            "GETMETADATA (DEPTH infinity MAXSIZE 10) INBOX (/shared/comment /private/x)",
            "GETACL INBOX",
            "GETQUOTAROOT INBOX",
            "MYRIGHTS {5+}\r\nINBOX",
            "NAMESPACE");

    private static final String SPICE = "(){}[]<>\"\\*%+:,.0123456789 \t\0\u00ff-=~$AaZz&";

    private final Random random = new Random(9);
    private final List<String> heard = new ArrayList<>();
    private ImapTestServer server;

    @BeforeEach
    void start() throws IOException {
        server = ImapTestServer.start("sqlite");
        server.make(new Fixture("user", List.of("alice", "secret"), new byte[0]));
        server.make(new Fixture(
                "message", List.of("alice", "INBOX"), "Subject: x\r\n\r\ny\r\n".getBytes(StandardCharsets.US_ASCII)));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyLineIsAnsweredOrTheSessionEnds() throws IOException {
        List<String> before = inbox();
        for (int i = 0; i < SESSIONS; i++) {
            session(i % 3);
        }
        assertEquals(before, inbox());
        for (String line : heard) {
            assertFalse(line.contains("Exception") || line.contains("java.") || line.contains("\tat "), line);
            assertFalse(line.contains("SERVERBUG"), line);
        }
        assertTrue(heard.stream().anyMatch(line -> line.contains(" BAD ")));
        assertTrue(heard.stream().anyMatch(line -> line.contains(" OK ")));
    }

    /** @param depth 0 before the login, 1 after it, 2 in a mailbox */
    private void session(int depth) throws IOException {
        try (LineClient client = LineClient.connect(server.services().get("imap"))) {
            client.readLine();
            if (depth > 0) {
                client.send("l LOGIN alice secret");
                client.readUntil("l OK");
            }
            if (depth > 1) {
                client.send("s EXAMINE INBOX");
                client.readUntil("s OK");
            }
            for (int i = 0; i < LINES; i++) {
                client.send(garbled("t" + i));
                // Whatever that was, and however many literals it seemed to begin: this is the end of it.
                client.send("\r\nz" + i + " NOOP");
                if (!answered(client, "z" + i + " ")) {
                    return;
                }
            }
        }
    }

    /** Reads up to the answer of a command; false if the session has ended. */
    private boolean answered(LineClient client, String tag) throws IOException {
        int asked = 0;
        while (true) {
            String line = client.readLine();
            heard.add(line);
            if (line.startsWith("* BYE")) {
                return false;
            }
            if (line.startsWith("+ ") && ++asked < 50) {
                // It waits for a literal, or for more of it.
                client.send("0123456789".repeat(20) + "\r\n" + tag + "NOOP");
            }
            if (line.startsWith(tag)) {
                return true;
            }
        }
    }

    private byte[] garbled(String tag) {
        StringBuilder text = new StringBuilder(tag + " " + SEEDS.get(random.nextInt(SEEDS.size())));
        for (int n = random.nextInt(4); n > 0; n--) {
            int at = random.nextInt(text.length() + 1);
            switch (random.nextInt(3)) {
                case 0 -> text.insert(at, SPICE.charAt(random.nextInt(SPICE.length())));
                case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(4)));
                default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(20))));
            }
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What a new session is told of the messages. */
    private List<String> inbox() throws IOException {
        try (LineClient client = LineClient.connect(server.services().get("imap"))) {
            client.readLine();
            client.send("l LOGIN alice secret");
            client.readUntil("l OK");
            client.send("s EXAMINE INBOX");
            client.readUntil("s OK");
            client.send("f UID FETCH 1:* (FLAGS RFC822.SIZE)");
            List<String> lines = new ArrayList<>();
            for (String line = client.readLine(); !line.startsWith("f "); line = client.readLine()) {
                lines.add(line);
            }
            return lines;
        }
    }
}
