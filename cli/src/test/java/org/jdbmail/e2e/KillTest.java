package org.jdbmail.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.jdbmail.testkit.net.LineClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that dies under load: what it acknowledged is there afterwards, once, and whole. */
@Tag("full")
class KillTest {
    private static final int KILLS = Integer.getInteger("jdbmail.kills", 1);
    private static final int SENDERS = 4;
    private static final int ENOUGH = 200;
    private static final String BODY = "A line of text that says nothing.\r\n".repeat(300);

    @TempDir
    Path work;

    static Stream<String> databases() {
        return TestDatabases.names().stream();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void everyAcknowledgedMessageIsThereOnce(String name) throws Exception {
        Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
        Queue<String> tried = new ConcurrentLinkedQueue<>();
        try (TestDatabase database = TestDatabases.create(name)) {
            for (int kill = 0; kill < KILLS; kill++) {
                killUnderLoad(kill, database, tried, acknowledged);
            }
            try (Jdbmail after = Jdbmail.start(work.resolve("after"), database)) {
                Map<String, Integer> found = fetch(after);
                for (String id : acknowledged) {
                    assertEquals(1, found.getOrDefault(id, 0), () -> "copies of " + id);
                }
                // What was not acknowledged may be there, since its reply got lost; but then once, too.
                found.forEach((id, copies) -> assertEquals(1, copies, () -> "copies of " + id));
                assertFalse(found.keySet().stream().anyMatch(id -> !tried.contains(id)));
            }
            assertEquals(0, halfMessages(database));
        }
    }

    private void killUnderLoad(int kill, TestDatabase database, Queue<String> tried, Queue<String> acknowledged)
            throws Exception {
        Jdbmail server = Jdbmail.start(work.resolve("server" + kill), database);
        int enough = acknowledged.size() + ENOUGH;
        try {
            for (int i = 0; i < SENDERS && kill == 0; i++) {
                server.addAccount("user" + i);
            }
            List<Thread> senders = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                String sender = kill + "." + i;
                String user = "user" + i;
                senders.add(Thread.ofVirtual().start(() -> send(server.lmtpPort(), user, sender, tried, acknowledged)));
            }
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (acknowledged.size() < enough && System.nanoTime() < deadline) {
                LockSupport.parkNanos(1_000_000);
            }
            server.kill();
            for (Thread sender : senders) {
                sender.join();
            }
        } finally {
            server.kill();
        }
        assertTrue(acknowledged.size() >= enough, () -> "only " + acknowledged.size() + " were acknowledged");
    }

    /** Delivers messages until the server is gone. */
    private static void send(int port, String user, String sender, Queue<String> tried, Queue<String> acknowledged) {
        try (LineClient client = LineClient.connect(port)) {
            client.readLine();
            client.send("LHLO test");
            client.readUntil("250 ");
            for (int i = 0; ; i++) {
                String id = sender + "." + i + "@kill.example";
                client.send("MAIL FROM:<a@kill.example>");
                client.readLine();
                client.send("RCPT TO:<" + user + ">");
                client.readLine();
                client.send("DATA");
                client.readLine();
                tried.add(id);
                client.send(("Message-ID: <" + id + ">\r\n\r\n" + BODY + ".\r\n").getBytes(StandardCharsets.US_ASCII));
                if (client.readLine().startsWith("250")) {
                    acknowledged.add(id);
                }
            }
        } catch (IOException e) {
            // The end that this test is about.
            assertFalse(tried.isEmpty());
        }
    }

    /** How often each message is there, by its id; every one has its whole body. */
    private static Map<String, Integer> fetch(Jdbmail server) throws IOException {
        Map<String, Integer> found = new HashMap<>();
        for (int i = 0; i < SENDERS; i++) {
            try (LineClient client = LineClient.connect(server.imapPort()).timeout(Duration.ofSeconds(60))) {
                client.readLine();
                client.send("a LOGIN user" + i + " " + Jdbmail.PASSWORD);
                assertTrue(client.readUntil("a ").startsWith("a OK"));
                client.send("b SELECT INBOX");
                assertTrue(client.readUntil("b ").startsWith("b OK"));
                client.send("c FETCH 1:* (BODY.PEEK[])");
                for (String line = client.readLine(); !line.startsWith("c "); line = client.readLine()) {
                    int size = Integer.parseInt(line.substring(line.indexOf('{') + 1, line.indexOf('}')));
                    String message = new String(client.readBytes(size), StandardCharsets.US_ASCII);
                    assertTrue(message.endsWith("\r\n\r\n" + BODY));
                    int start = message.indexOf("Message-ID: <") + 13;
                    found.merge(message.substring(start, message.indexOf('>', start)), 1, Integer::sum);
                    client.readLine();
                }
            }
        }
        return found;
    }

    /** Messages without content, and contents that no message has. */
    private static int halfMessages(TestDatabase database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT (SELECT count(*) FROM dbmail_messages m
                                WHERE NOT EXISTS (SELECT 1 FROM jdbmail_content c WHERE c.physmessage_id = m.physmessage_id))
                             + (SELECT count(*) FROM dbmail_physmessage p
                                WHERE NOT EXISTS (SELECT 1 FROM dbmail_messages m WHERE m.physmessage_id = p.id))""")) {
            assertTrue(rows.next());
            return rows.getInt(1);
        }
    }
}
