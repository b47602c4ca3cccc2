package org.jdbmail.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
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
}
