package org.jdbmail.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jdbmail.cli.ServerProcess;
import org.jdbmail.testkit.database.KillableServer;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.FreePort;
import org.jdbmail.testkit.net.LineClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * With the database away, whether its server was killed or hangs, every front answers soon that it is a trouble that passes; and goes
 * on by itself once it is back.
 */
@Tag("full")
class DatabaseAwayTest {
    private static final Duration START = Duration.ofSeconds(120);

    /** As promised; three and a half are what it takes. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    private final int base = FreePort.baseOfRun();

    static Stream<String> servers() {
        return TestDatabases.servers().stream();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void everyFrontAnswersSoonAndGoesOnAfterwards(String name) throws Exception {
        try (KillableServer database = KillableServer.start(name);
                ServerProcess server = start(database.database())) {
            Eventually.isTrue(
                    START,
                    "it is ready, or gone",
                    () -> server.output().contains("JDBMail is ready.")
                            || !server.process().isAlive());
            assertTrue(server.output().contains("JDBMail is ready."), server::output);
            works();
            List<Front> fronts = fronts();
            LineClient data = delivering();
            database.hang();
            try {
                data.send("Subject: away\r\n\r\n.");
                allRefuse("hangs", fronts);
            } finally {
                database.resume();
            }
            isAnswered(data);
            Eventually.isTrue(START, "it works again", this::worksAgain);
            List<Front> others = fronts();
            LineClient more = delivering();
            database.kill();
            more.send("Subject: away\r\n\r\n.");
            allRefuse("was killed", others);
            database.restart();
            isAnswered(more);
            Eventually.isTrue(START, "it works again", this::worksAgain);
            server.signal("TERM");
            assertEquals(0, server.exitStatus(Duration.ofSeconds(30)));
        }
    }

    private ServerProcess start(TestDatabase database) throws IOException {
        String url = database.url() + "?user=" + database.user() + "&password=" + database.password();
        return ServerProcess.start(
                folder.resolve("output"),
                List.of(
                        "run",
                        "--home",
                        folder.resolve("home").toString(),
                        "--db",
                        url,
                        "--base-port",
                        Integer.toString(base)));
    }

    private LineClient connect(int port) throws IOException {
        return LineClient.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), base + port))
                .timeout(PATIENCE);
    }

    /** A session, what it says when the database is away, and how the answer begins. */
    private record Front(String name, LineClient client, String says, String tag, String answer) {}

    private List<Front> fronts() throws IOException {
        List<Front> fronts = new ArrayList<>();
        LineClient reader = connect(143);
        reader.readUntil("* OK");
        reader.send("a LOGIN demo@localhost demo");
        reader.readUntil("a OK");
        fronts.add(new Front("IMAP, logged in", reader, "b STATUS INBOX (MESSAGES)", "b ", "b NO [UNAVAILABLE]"));
        LineClient newcomer = connect(143);
        newcomer.readUntil("* OK");
        fronts.add(new Front("IMAP", newcomer, "a LOGIN demo@localhost demo", "a ", "a NO [UNAVAILABLE]"));
        LineClient pop = connect(110);
        pop.readUntil("+OK");
        pop.send("USER demo@localhost");
        pop.readUntil("+OK");
        fronts.add(new Front("POP3", pop, "PASS demo", "-ERR", "-ERR [SYS/TEMP]"));
        LineClient sieve = connect(4190);
        sieve.readUntil("OK");
        String plain = Base64.getEncoder().encodeToString("\0demo@localhost\0demo".getBytes(StandardCharsets.UTF_8));
        fronts.add(new Front("ManageSieve", sieve, "AUTHENTICATE \"PLAIN\" \"" + plain + "\"", "NO", "NO (TRYLATER)"));
        LineClient rcpt = connect(24);
        rcpt.readUntil("220");
        rcpt.send("LHLO test\r\nMAIL FROM:<me@localhost>");
        rcpt.readUntil("250 2.1.0");
        fronts.add(new Front("LMTP, RCPT", rcpt, "RCPT TO:<nobody-asked-for-yet@localhost>", "4", "451 4.3.0"));
        return fronts;
    }

    /** A peer that is in the middle of a message. */
    private LineClient delivering() throws IOException {
        LineClient data = connect(24);
        data.readUntil("220");
        data.send("LHLO test\r\nMAIL FROM:<me@localhost>\r\nRCPT TO:<demo@localhost>\r\nDATA");
        data.readUntil("354");
        return data;
    }

    /** A delivery that was under way may have been committed: its peer waits until the database is back and tells. */
    private static void isAnswered(LineClient data) throws IOException {
        try (data) {
            String answer = data.readLine();
            assertTrue(answer.startsWith("250 ") || answer.startsWith("451 4.3.0"), answer);
        }
    }

    private static void allRefuse(String how, List<Front> fronts) throws Exception {
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Callable<String>> answers = new ArrayList<>();
            for (Front front : fronts) {
                answers.add(() -> {
                    try {
                        front.client.send(front.says);
                        String answer = front.client.readUntil(front.tag);
                        return answer.startsWith(front.answer) ? "" : front.name + ": " + answer;
                    } catch (SocketTimeoutException e) {
                        return front.name + " got no answer";
                    }
                });
            }
            List<Future<String>> all = threads.invokeAll(answers);
            for (int i = 0; i < all.size(); i++) {
                fronts.get(i).client.close();
                assertEquals("", all.get(i).get(), "the database " + how);
            }
        }
    }

    private void works() throws IOException {
        try (LineClient lmtp = connect(24)) {
            lmtp.send("LHLO test\r\nMAIL FROM:<me@localhost>\r\nRCPT TO:<demo@localhost>\r\nDATA");
            lmtp.readUntil("354");
            lmtp.send("Subject: here\r\n\r\n.");
            assertTrue(lmtp.readLine().startsWith("250 "));
        }
        try (LineClient imap = connect(143)) {
            imap.send("a LOGIN demo@localhost demo");
            assertTrue(imap.readUntil("a ").startsWith("a OK"));
        }
    }

    private boolean worksAgain() {
        try {
            works();
            return true;
        } catch (IOException | AssertionError e) {
            return false;
        }
    }
}
