package org.jdbmail.imapd;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.testkit.database.StatementCounter;
import org.jdbmail.testkit.net.LineClient;
import org.jdbmail.testkit.transcript.Fixture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 5465: who wants to hear of all mailboxes costs a few looks a second, however much is committed, and hears what there is in the end. */
class NotifyCostTest {
    private static final Duration TOGETHER = Duration.ofMillis(200);
    private static final int SOME = 200;

    private final StatementCounter counter = new StatementCounter();

    static Stream<String> databases() {
        return Stream.of(System.getProperty("jdbmail.databases", "sqlite").split(","));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aBurstIsAFewLooks(String database) throws Exception {
        SqlStoreOptions options = SqlStoreOptions.DEFAULT.withConnections(counter::around);
        try (ImapTestServer server = ImapTestServer.start(database, options)) {
            make(server, "user", "alice", "secret");
            make(server, "user", "bob", "secret");
            make(server, "mailbox", "alice", "Lists");
            try (LineClient client = LineClient.connect(server.services().get("imap"))) {
                client.send("a LOGIN alice secret");
                client.readUntil("a OK");
                client.send("b NOTIFY SET (personal (MessageNew MessageExpunge MailboxName))");
                client.readUntil("b OK");
                counter.clear();
                long began = System.nanoTime();
                byte[] message = "Subject: hello\r\n\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII);
                for (int i = 0; i < SOME; i++) {
                    server.make(new Fixture("message", List.of("alice", "Lists"), message));
                    make(server, "mailbox", "bob", "box" + i);
                }
                make(server, "mailbox", "alice", "Last");
                awaitBoth(
                        client,
                        "* STATUS \"Lists\" (MESSAGES " + SOME + " ",
                        "* LIST (\\HasNoChildren) \"/\" \"Last\"");
                long allowed = (System.nanoTime() - began) / TOGETHER.toNanos() + 2;
                assertFew("sum(1 - m.seen_flag)", allowed);
                // The statement that lists all mailboxes of a user.
                assertFew(" UNION SELECT mailbox_id FROM ", allowed);
            }
        }
    }

    private static void awaitBoth(LineClient client, String... beginnings) throws IOException {
        Set<String> missing = new HashSet<>(List.of(beginnings));
        while (!missing.isEmpty()) {
            String line = client.readLine();
            missing.removeIf(line::startsWith);
        }
    }

    private void assertFew(String part, long allowed) {
        List<String> looks = counter.statements().stream()
                .filter(statement -> statement.contains(part))
                .toList();
        assertTrue(!looks.isEmpty() && looks.size() <= allowed, looks.size() + " looks, " + allowed + " allowed");
    }

    private static void make(ImapTestServer server, String kind, String... words) {
        server.make(new Fixture(kind, List.of(words), new byte[0]));
    }
}
