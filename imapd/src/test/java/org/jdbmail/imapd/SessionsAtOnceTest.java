package org.jdbmail.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jdbmail.testkit.net.LineClient;
import org.jdbmail.testkit.transcript.Fixture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What sessions do at the same moment, half of them on one server and half on another that shares nothing with it but the
 * database, as two processes do.
 */
class SessionsAtOnceTest {
    private static final int SESSIONS = 8;
    private static final int MESSAGES = 5;
    private static final int ROUNDS = 6;

    static Stream<String> databases() {
        return Stream.of(System.getProperty("jdbmail.databases", "sqlite").split(","));
    }

    /** What a session does when all do. */
    private interface Deed<T> {
        T with(ModelClient client, int session) throws Exception;
    }

    /** Eight sessions of a new account that has some messages, and their threads. */
    private static final class Eight implements AutoCloseable {
        final ImapTestServer server;
        final String user;
        final List<ModelClient> clients = new ArrayList<>();
        private final ExecutorService threads = Executors.newFixedThreadPool(SESSIONS);

        Eight(ImapTestServer server, String user) throws IOException {
            this.server = server;
            this.user = user;
            server.make(new Fixture("user", List.of(user, "secret"), new byte[0]));
            for (int i = 0; i < MESSAGES; i++) {
                deliver();
            }
            for (int i = 0; i < SESSIONS; i++) {
                clients.add(new ModelClient(server.services().get(server(i)), user));
            }
        }

        static String server(int session) {
            return session % 2 == 0 ? "imap" : "twin";
        }

        void deliver() throws IOException {
            server.make(new Fixture(
                    "message", List.of(user, "INBOX"), "Subject: x\r\n\r\ny\r\n".getBytes(StandardCharsets.US_ASCII)));
        }

        /** All begin at once. */
        <T> List<T> atOnce(Deed<T> deed) throws Exception {
            CyclicBarrier begin = new CyclicBarrier(SESSIONS);
            List<Callable<T>> deeds = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                int session = i;
                deeds.add(() -> {
                    begin.await();
                    return deed.with(clients.get(session), session);
                });
            }
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(deeds)) {
                results.add(result.get());
            }
            return results;
        }

        /** Whoever looks hears the same, and a session that is new as well. */
        List<Set<String>> agreed() throws IOException {
            List<Set<String>> expected;
            try (ModelClient fresh = new ModelClient(server.services().get("imap"), user)) {
                fresh.run("FETCH 1:* FLAGS");
                expected = fresh.messages;
            }
            for (ModelClient client : clients) {
                client.run("NOOP");
                List<Set<String>> told = new ArrayList<>(client.messages);
                client.run("FETCH 1:* FLAGS");
                assertEquals(expected, client.messages, client.dialogue());
                for (int i = 0; i < told.size(); i++) {
                    if (told.get(i) != null) {
                        assertEquals(expected.get(i), told.get(i), client.dialogue());
                    }
                }
            }
            return expected;
        }

        @Override
        public void close() throws IOException {
            for (ModelClient client : clients) {
                client.close();
            }
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void flagsThatAreStoredAtOnceAreAllThere(String database) throws Exception {
        try (ImapTestServer server = ImapTestServer.start(database);
                Eight eight = new Eight(server, "alice")) {
            Set<String> all = new TreeSet<>();
            for (int round = 0; round < ROUNDS; round++) {
                int now = round;
                List<String> answers = eight.atOnce((client, session) -> {
                    String silent = session % 4 < 2 ? ".SILENT" : "";
                    return client.run("STORE 1:* +FLAGS" + silent + " (k" + session + "x" + now + ")");
                });
                answers.forEach(answer -> assertTrue(answer.startsWith("OK"), answer));
                for (int session = 0; session < SESSIONS; session++) {
                    all.add("k" + session + "x" + round);
                }
            }
            for (Set<String> flags : eight.agreed()) {
                assertEquals(all, new TreeSet<>(flags));
            }
            // RFC 3501 §6.4.6: taken away one by one, too, each by somebody else.
            eight.atOnce((client, session) -> client.run("STORE 1:* -FLAGS (k" + (session + 1) % SESSIONS + "x0)"));
            all.removeIf(keyword -> keyword.endsWith("x0"));
            for (Set<String> flags : eight.agreed()) {
                assertEquals(all, new TreeSet<>(flags));
            }
        }
    }

    /** RFC 7162 §3.1.3: of those who know the same MODSEQ one is the first. */
    @ParameterizedTest
    @MethodSource("databases")
    void ofConditionalStoresOneWins(String database) throws Exception {
        try (ImapTestServer server = ImapTestServer.start(database);
                Eight eight = new Eight(server, "alice")) {
            for (int round = 0; round < ROUNDS; round++) {
                int now = round;
                String known = modseq(server);
                List<String> answers = eight.atOnce((client, session) -> client.run(
                        "STORE 1 (UNCHANGEDSINCE " + known + ") +FLAGS.SILENT (w" + session + "x" + now + ")"));
                long lost = answers.stream()
                        .filter(answer -> answer.startsWith("OK [MODIFIED 1]"))
                        .count();
                assertEquals(SESSIONS - 1, lost, answers.toString());
                // The clients of the model believe in their own change until they are told; ask all of them.
                for (ModelClient client : eight.clients) {
                    client.run("NOOP");
                    client.run("FETCH 1:* FLAGS");
                }
                long winners = eight.agreed().getFirst().stream()
                        .filter(keyword -> keyword.endsWith("x" + now))
                        .count();
                assertEquals(1, winners);
            }
        }
    }

    private static String modseq(ImapTestServer server) throws IOException {
        try (LineClient client = LineClient.connect(server.services().get("imap"))) {
            client.readLine();
            client.send("l LOGIN alice secret");
            client.readUntil("l OK");
            client.send("s STATUS INBOX (HIGHESTMODSEQ)");
            String line = client.readLine();
            client.readUntil("s OK");
            return line.replaceAll(".*HIGHESTMODSEQ (\\d+).*", "$1");
        }
    }

    /** RFC 3501 §2.3.2. */
    @ParameterizedTest
    @MethodSource("databases")
    void ofThoseWhoSelectAtOnceOneGetsTheRecentMessages(String database) throws Exception {
        try (ImapTestServer server = ImapTestServer.start(database);
                Eight eight = new Eight(server, "alice")) {
            eight.atOnce((client, session) -> client.run("UNSELECT"));
            for (int round = 0; round < ROUNDS; round++) {
                eight.deliver();
                eight.deliver();
                List<Integer> recent = eight.atOnce((client, session) -> {
                    String before = client.dialogue();
                    client.run("SELECT INBOX");
                    String told = client.dialogue();
                    String since = told.startsWith(before) ? told.substring(before.length()) : told;
                    client.run("UNSELECT");
                    client.messages.clear();
                    return Integer.parseInt(since.replaceAll("(?s).*\\* (\\d+) RECENT.*", "$1"));
                });
                assertEquals(2, recent.stream().mapToInt(Integer::intValue).sum(), recent.toString());
            }
        }
    }

    /** RFC 2180 §4: what others expunge is gone or is answered for, and nobody's numbers are wrong; RFC 6851 §3.3. */
    @ParameterizedTest
    @MethodSource("databases")
    void whatIsFetchedMovedAndExpungedAtOnce(String database) throws Exception {
        try (ImapTestServer server = ImapTestServer.start(database);
                Eight eight = new Eight(server, "alice")) {
            for (int round = 0; round < ROUNDS; round++) {
                List<String> answers = eight.atOnce((client, session) -> switch (session / 2) {
                    case 0 -> client.run("UID FETCH 1:* (FLAGS BODY.PEEK[TEXT]<9.1>)");
                    case 1 -> client.run("APPEND INBOX {8+}\r\nA: b\r\n\r\n {8+}\r\nA: b\r\n\r\n");
                    case 2 -> client.run("UID MOVE 1:* INBOX");
                    default -> {
                        client.run("STORE 1:2 +FLAGS.SILENT (\\Deleted)");
                        yield client.run("EXPUNGE");
                    }
                });
                for (String answer : answers) {
                    assertFalse(answer.startsWith("BAD") || answer.contains("SERVERBUG"), answer);
                    assertFalse(answer.contains("UNAVAILABLE"), answer);
                }
                for (ModelClient client : eight.clients) {
                    client.run("NOOP");
                    client.run("FETCH 1:* FLAGS");
                }
                eight.agreed();
            }
        }
    }
}
