package org.jdbmail.imapd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.jdbmail.testkit.net.LineClient;
import org.jdbmail.testkit.transcript.Fixture;
import org.junit.jupiter.api.Test;

/** To take a large message apart is long work, in turns with all other; a small one is nobody's trouble. */
class LargeMessagesTest {
    private static void append(LineClient client, int octets) throws IOException {
        String head = "Subject: x\r\n\r\n";
        String line = "a".repeat(70) + "\r\n";
        String message = head + line.repeat(octets / line.length());
        client.send("a APPEND INBOX {" + message.length() + "+}\r\n" + message);
        assertTrue(client.readUntil("a ").startsWith("a OK"));
    }

    private static void run(LineClient client, String command) throws IOException {
        client.send("b " + command);
        assertTrue(client.readUntil("b ").startsWith("b OK"));
    }

    @Test
    void whatIsLargeIsTakenApartInTurns() throws IOException {
        try (ImapTestServer server = ImapTestServer.start("sqlite")) {
            server.make(new Fixture("user", List.of("alice", "secret"), new byte[0]));
            try (LineClient client = LineClient.connect(server.services().get("imap"))) {
                client.readLine();
                run(client, "LOGIN alice secret");
                append(client, 10_000);
                assertEquals(0, server.work().done());
                append(client, 700_000);
                assertEquals(1, server.work().done());
                run(client, "SELECT INBOX");
                run(client, "FETCH 1:* (RFC822.SIZE BODYSTRUCTURE)");
                assertEquals(1, server.work().done(), "what is listed is kept beside the message");
                run(client, "FETCH 1 BODY.PEEK[1.MIME]");
                assertEquals(1, server.work().done());
                run(client, "FETCH 2 BODY.PEEK[1.MIME]");
                assertEquals(2, server.work().done());
            }
        }
    }

    @Test
    void whatIsLargeIsDecodedInTurns() throws IOException {
        try (ImapTestServer server = ImapTestServer.start("sqlite")) {
            server.make(new Fixture("user", List.of("alice", "secret"), new byte[0]));
            byte[] octets = new byte[1_000_000];
            new Random(18).nextBytes(octets);
            try (LineClient client = LineClient.connect(server.services().get("imap"))) {
                client.readLine();
                run(client, "LOGIN alice secret");
                String message = "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                        + Base64.getMimeEncoder().encodeToString(octets)
                        + "\r\n";
                client.send("a APPEND INBOX {" + message.length() + "+}\r\n" + message);
                assertTrue(client.readUntil("a ").startsWith("a OK"));
                run(client, "SELECT INBOX");
                long done = server.work().done();
                client.send("c FETCH 1 (BINARY.SIZE[1] BINARY.PEEK[1])");
                assertEquals("* 1 FETCH (BINARY.SIZE[1] 1000000 BINARY[1] ~{1000000}", client.readLine());
                assertArrayEquals(octets, client.readBytes(octets.length));
                assertTrue(client.readUntil("c ").startsWith("c OK"));
                // Taken apart, measured, and four pieces.
                assertEquals(done + 6, server.work().done());
                client.send("d FETCH 1 BINARY.PEEK[1]<700001.5>");
                assertEquals(
                        "* 1 FETCH (BINARY[1]<700001> {5}", client.readLine().replace("~", ""));
                assertArrayEquals(Arrays.copyOfRange(octets, 700_001, 700_006), client.readBytes(5));
                assertTrue(client.readUntil("d ").startsWith("d OK"));
            }
        }
    }

    @Test
    void whatThePoolRefusesInTheMidstOfALiteralIsDecodedAllTheSame() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        try (ImapTestServer server = ImapTestServer.start("sqlite")) {
            server.make(new Fixture("user", List.of("alice", "secret"), new byte[0]));
            // More than the sockets take while nobody reads.
            byte[] octets = new byte[20 << 20];
            new Random(19).nextBytes(octets);
            String message = "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                    + Base64.getMimeEncoder().encodeToString(octets)
                    + "\r\n";
            server.make(new Fixture("message", List.of("alice", "INBOX"), message.getBytes(StandardCharsets.US_ASCII)));
            try (LineClient client =
                    LineClient.connect(server.services().get("imap")).timeout(Duration.ofMinutes(1))) {
                client.readLine();
                run(client, "LOGIN alice secret");
                run(client, "SELECT INBOX");
                client.send("c FETCH 1 BINARY.PEEK[1]");
                assertEquals("* 1 FETCH (BINARY[1] ~{" + octets.length + "}", client.readLine());
                server.fill("alice", released);
                long refused = server.work().refused();
                assertArrayEquals(octets, client.readBytes(octets.length));
                assertTrue(client.readUntil("c ").startsWith("c OK"));
                assertTrue(server.work().refused() > refused, "nothing was refused");
            } finally {
                released.countDown();
            }
        }
    }

    @Test
    void whatNobodyHasKeptIsFoundOutInTurns() throws IOException {
        try (ImapTestServer server = ImapTestServer.start("sqlite")) {
            server.make(new Fixture("user", List.of("alice", "secret"), new byte[0]));
            byte[] message = "Subject: one\r\n\r\nx\r\n".getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 3; i++) {
                server.make(new Fixture("message", List.of("alice", "INBOX"), message));
            }
            server.make(new Fixture("forget", List.of(), new byte[0]));
            try (LineClient client = LineClient.connect(server.services().get("imap"))) {
                client.readLine();
                run(client, "LOGIN alice secret");
                run(client, "SELECT INBOX");
                assertEquals(0, server.work().done());
                run(client, "FETCH 1:* ENVELOPE");
                assertEquals(1, server.work().done());
                run(client, "FETCH 1:* BODYSTRUCTURE");
                assertEquals(1, server.work().done(), "it is kept");
            }
        }
    }
}
