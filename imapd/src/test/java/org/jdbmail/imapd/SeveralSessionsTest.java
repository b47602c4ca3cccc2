package org.jdbmail.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jdbmail.testkit.net.LineClient;
import org.jdbmail.testkit.transcript.Fixture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random commands from several sessions on one mailbox: each hears of all that the others do, and all agree at the end. */
class SeveralSessionsTest {
    private static final List<String> FLAGS =
            List.of("\\Seen", "\\Answered", "\\Flagged", "\\Deleted", "\\Draft", "red", "blue", "k1", "k2", "k3");

    static Stream<String> databases() {
        return Stream.of(System.getProperty("jdbmail.databases", "sqlite").split(","));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void sessions_agree_whatever_they_do(String database) throws Exception {
        try (ImapTestServer server = ImapTestServer.start(database)) {
            for (int seed = 1; seed <= 3; seed++) {
                String user = "user" + seed;
                server.make(new Fixture("user", List.of(user, "secret"), new byte[0]));
                play(server.services().get("imap"), user, new Random(seed));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void the_first_logins_of_a_new_account_may_come_together(String database) throws Exception {
        try (ImapTestServer server = ImapTestServer.start(database);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            InetSocketAddress address = server.services().get("imap");
            for (int round = 1; round <= 8; round++) {
                String user = "new" + round;
                server.make(new Fixture("user", List.of(user, "secret"), new byte[0]));
                server.make(new Fixture("drop", List.of(user, "INBOX"), new byte[0]));
                List<Callable<String>> logins =
                        Collections.nCopies(12, () -> answer(address, "a LOGIN " + user + " secret"));
                for (Future<String> login : threads.invokeAll(logins)) {
                    assertTrue(login.get().startsWith("a OK"), login.get());
                }
            }
        }
    }

    private static String answer(InetSocketAddress address, String command) throws IOException {
        try (LineClient client = LineClient.connect(address)) {
            client.readLine();
            client.send(command);
            return client.readLine();
        }
    }

    private static void play(InetSocketAddress address, String user, Random random) throws IOException {
        List<ModelClient> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            clients.add(new ModelClient(address, user));
        }
        for (int step = 0; step < 250; step++) {
            act(clients.get(random.nextInt(clients.size())), random);
        }
        List<Set<String>> expected = null;
        for (ModelClient client : clients) {
            client.run("NOOP");
            List<Set<String>> believed = new ArrayList<>(client.messages);
            client.run("FETCH 1:* FLAGS");
            for (int i = 0; i < believed.size(); i++) {
                if (believed.get(i) != null) {
                    assertEquals(client.messages.get(i), believed.get(i), client.dialogue());
                }
            }
            expected = expected == null ? client.messages : expected;
            assertEquals(expected, client.messages, client.dialogue());
        }
        for (ModelClient client : clients) {
            client.close();
        }
    }

    private static void act(ModelClient client, Random random) throws IOException {
        int count = client.messages.size();
        int some = count == 0 ? 0 : 1 + random.nextInt(count);
        String flags = String.join(" ", pick(random));
        String result = switch (count < 3 ? 0 : random.nextInt(12)) {
            case 0, 1, 2 -> client.run("APPEND INBOX (" + flags + ") {8+}\r\nA: b\r\n\r\n");
            case 3 -> client.run("EXPUNGE");
            case 4 -> client.run("COPY " + some + " INBOX");
            case 5 -> client.run("MOVE " + some + " INBOX");
            case 6 -> client.run("FETCH " + some + ":* (FLAGS UID)");
            case 7 -> client.run("FETCH " + some + " BODY[TEXT]<100.1>");
            case 8 -> client.run("UID SEARCH DELETED");
            case 9 -> client.run("NOOP");
            case 10 -> silent(client, some, random);
            default -> client.run("STORE " + some + " " + sign(random) + "FLAGS (" + flags + ")");
        };
        // A message may be gone before the client knows: then NO is right.
        assertFalse(result.startsWith("BAD"), client::dialogue);
    }

    private static String silent(ModelClient client, int number, Random random) throws IOException {
        Set<String> flags = pick(random);
        String sign = sign(random);
        // The client changes its mind when the command is done, before anything that is told later.
        client.assume(number, sign.isEmpty() ? '=' : sign.charAt(0), flags);
        return client.run("STORE " + number + " " + sign + "FLAGS.SILENT (" + String.join(" ", flags) + ")");
    }

    private static String sign(Random random) {
        return List.of("+", "-", "").get(random.nextInt(3));
    }

    private static Set<String> pick(Random random) {
        Set<String> flags = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = random.nextInt(3); i >= 0; i--) {
            flags.add(FLAGS.get(random.nextInt(FLAGS.size())));
        }
        return flags;
    }
}
