package org.jdbmail.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.testkit.database.StatementCounter;
import org.jdbmail.testkit.net.LineClient;
import org.jdbmail.testkit.transcript.Fixture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How many statements the commands take that clients give most, in a mailbox whose snapshot is at hand and in which nothing
 * happens: whoever raises one of these numbers has to say why.
 */
class StatementsOfCommandsTest {
    private final StatementCounter counter = new StatementCounter();

    static Stream<String> databases() {
        return Stream.of(System.getProperty("jdbmail.databases", "sqlite").split(","));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void commands_about_a_known_mailbox_take_one_small_statement(String database) throws Exception {
        SqlStoreOptions options = SqlStoreOptions.DEFAULT.withConnections(counter::around);
        try (ImapTestServer server = ImapTestServer.start(database, options)) {
            server.make(new Fixture("user", List.of("alice", "secret"), new byte[0]));
            byte[] message = "Subject: hello\r\n\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII);
            server.make(new Fixture("message", List.of("alice", "INBOX"), message));
            server.make(new Fixture("mailbox", List.of("alice", "Other"), new byte[0]));
            try (LineClient client = LineClient.connect(server.services().get("imap"))) {
                run(client, "LOGIN alice secret");
                // The first looks: all messages, then the recent ones are claimed.
                run(client, "SELECT Other");
                run(client, "SELECT INBOX");
                assertStatements(1, client, "SELECT INBOX");
                assertStatements(1, client, "SELECT Other");
                assertStatements(1, client, "EXAMINE INBOX");
                assertStatements(1, client, "SELECT INBOX");
                assertStatements(1, client, "NOOP");
                // Whether the mailbox may still be changed, which an administrator may have typed; the lock, what is
                // there,
                // and the change.
                assertLeast(4, client, "STORE 1:* +FLAGS (\\Seen)", "STORE 1:* -FLAGS (\\Seen)");
                // The mailbox's access; then it is one statement where there is one for a whole delivery. Whether
                // anybody has
                // a limit of messages is asked once in a few seconds.
                int delivery = List.of("postgresql", "mariadb").contains(database) ? 1 : 6;
                assertLeast(1 + delivery, client, "APPEND INBOX {1+}\r\nx", "APPEND INBOX {1+}\r\ny");
                run(client, "UNSELECT");
                assertStatements(1, client, "STATUS INBOX (MESSAGES UNSEEN UIDNEXT)");
                assertStatements(1, client, "LIST \"\" *");
                assertStatements(0, client, "NOOP");
            }
        }
    }

    private static void run(LineClient client, String command) throws IOException {
        client.send("tag " + command);
        String line = client.readLine();
        while (!line.startsWith("tag ")) {
            line = client.readLine();
        }
        assertTrue(line.startsWith("tag OK"), line);
    }

    private void assertStatements(int expected, LineClient client, String command) throws IOException {
        List<String> run = statements(client, command);
        assertEquals(expected, run.size(), () -> command + ":\n" + String.join("\n", run));
    }

    /** For commands that change something: the poller may take the change for news, and then there is one look more. */
    private void assertLeast(int expected, LineClient client, String... commands) throws IOException {
        List<String> least = statements(client, commands[0]);
        for (int i = 1; i < 6 && least.size() != expected; i++) {
            List<String> run = statements(client, commands[i % commands.length]);
            if (run.size() < least.size()) {
                least = run;
            }
        }
        assertEquals(expected, least.size(), commands[0] + ":\n" + String.join("\n", least));
    }

    private List<String> statements(LineClient client, String command) throws IOException {
        counter.clear();
        run(client, command);
        return counter.statements().stream()
                // The poller's look at all watched mailboxes comes when it comes.
                .filter(statement -> !statement.startsWith("SELECT mailbox_idnr, seq"))
                .filter(statement -> !statement.startsWith("PRAGMA"))
                .toList();
    }
}
