package org.jdbmail.imapd;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jdbmail.frontkit.BreakableStore.Trouble;
import org.jdbmail.testkit.net.LineClient;
import org.jdbmail.testkit.transcript.Fixture;
import org.junit.jupiter.api.Test;

/** RFC 3501 §6.3.1: after a SELECT that failed nothing is selected, wherever it failed. */
class RefusedSelectTest {
    @Test
    void nothingIsSelectedWhereverTheStoreFails() throws IOException {
        try (ImapTestServer server = ImapTestServer.start("sqlite")) {
            server.make(new Fixture("user", List.of("alice", "secret"), new byte[0]));
            byte[] message = "Subject: one\r\n\r\nx\r\n".getBytes(StandardCharsets.US_ASCII);
            server.make(new Fixture("message", List.of("alice", "INBOX"), message));
            try (LineClient client = LineClient.connect(server.services().get("imap"))) {
                client.readLine();
                client.send("a LOGIN alice secret");
                client.readUntil("a ");
                client.send("a ENABLE QRESYNC");
                client.readUntil("a ");
                client.send("a SELECT INBOX");
                String validity = value(client, "UIDVALIDITY ");
                client.readUntil("a ");
                Set<Boolean> afterExists = new TreeSet<>();
                int after = 0;
                while (!isSelected(server, client, validity, after, afterExists)) {
                    after++;
                    assertTrue(after < 20);
                }
                assertTrue(afterExists.contains(true), "it never failed in the midst of what is told");
            }
        }
    }

    private static String value(LineClient client, String code) throws IOException {
        String line = client.readLine();
        while (!line.contains(code)) {
            line = client.readLine();
        }
        int from = line.indexOf(code) + code.length();
        return line.substring(from, line.indexOf(']', from));
    }

    /** Whether the store was sound for as long as it was needed; if it was not, notes whether that was after EXISTS. */
    private static boolean isSelected(
            ImapTestServer server, LineClient client, String validity, int after, Set<Boolean> afterExists)
            throws IOException {
        boolean exists = false;
        server.breakable().setTrouble(Trouble.AWAY, after);
        client.send("b SELECT INBOX (QRESYNC (" + validity + " 1))");
        String line = client.readLine();
        while (!line.startsWith("b ")) {
            exists |= line.endsWith(" EXISTS");
            line = client.readLine();
        }
        server.breakable().setTrouble(Trouble.NONE);
        if (line.startsWith("b OK")) {
            return true;
        }
        assertTrue(line.startsWith("b NO [UNAVAILABLE]"), line);
        afterExists.add(exists);
        client.send("c CHECK");
        line = client.readUntil("c ");
        assertTrue(line.startsWith("c BAD"), line);
        return false;
    }
}
