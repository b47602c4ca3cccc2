package org.jdbmail.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbmail.cli.ServerProcess;
import org.jdbmail.testkit.database.KillableServer;
import org.jdbmail.testkit.database.SmallDisk;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.LineClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A disk that gets full while mail comes: the database's, or that on which messages are held while they arrive. Every answer says that it is a trouble that passes,
 * what was acknowledged is there, mail can be read meanwhile, and once there is room all goes on by itself.
 */
@Tag("full")
class FullDatabaseTest {
    private static final int PEERS = 3;

    /** Refusals after which a peer takes the disk for full. */
    private static final int REFUSALS = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern SUBJECT = Pattern.compile("(?i)Subject: ([a-z0-9-]+)");

    @TempDir
    Path folder;

    private final AtomicInteger numbers = new AtomicInteger();
    private final Set<String> acknowledged = new ConcurrentSkipListSet<>();

    static Stream<String> servers() {
        return TestDatabases.servers().stream().filter(name -> !name.equals("mysql"));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void theDatabasesDiskIsFull(String name) throws Exception {
        try (KillableServer database = KillableServer.startOnSmallDisk(name, 64, 24)) {
            TestDatabase there = database.database();
            try (Jdbmail server = Jdbmail.start(folder, there)) {
                server.addAccount("bob");
                // The first login of all has something to write, once.
                assertTrue(deliver(server.lmtpPort(), 100));
                assertEquals(acknowledged, subjects(server.imapPort()));
                assertTrue(fill(server.lmtpPort()) >= PEERS * REFUSALS, "the disk was full");
                assertTrue(acknowledged.size() > 10, "and not from the beginning");
                assertTrue(subjects(server.imapPort()).containsAll(acknowledged), "mail can be read meanwhile");
                database.makeRoom();
                Eventually.isTrue(PATIENCE, "mail is taken again", () -> deliver(server.lmtpPort(), 100_000));
                assertEquals(acknowledged, subjects(server.imapPort()));
                assertTrue(!server.log().contains("incident"), server.log());
            }
        }
    }

    @Test
    void theDiskForMessagesThatArriveIsFull() throws Exception {
        SmallDisk disk = new SmallDisk(Files.createDirectory(folder.resolve("small")), 8, 6);
        try (TestDatabase database = TestDatabases.create("sqlite")) {
            List<String> launcher = new ArrayList<>(disk.launcher());
            launcher.addAll(List.of(
                    "env",
                    "JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=" + disk.folder() + " -Dorg.sqlite.tmpdir="
                            + System.getProperty("java.io.tmpdir")));
            int base = Jdbmail.base();
            try (ServerProcess server = ServerProcess.startBy(
                    launcher,
                    folder.resolve("output"),
                    List.of(
                            "run",
                            "--db",
                            database.url(),
                            "--base-port",
                            Integer.toString(base),
                            "--home",
                            folder.resolve("home").toString()))) {
                Eventually.isTrue(
                        PATIENCE,
                        "it is ready, or gone",
                        () -> server.output().contains("JDBMail is ready.")
                                || !server.process().isAlive());
                assertTrue(server.output().contains("JDBMail is ready."), server::output);
                database.execute("INSERT INTO dbmail_users (userid, passwd, encryption_type) VALUES ('bob', '"
                        + Jdbmail.PASSWORD + "', '')");
                int lmtp = Jdbmail.lmtpPort(base);
                assertTrue(!deliver(lmtp, 4_000_000), "there is no room for a large one");
                assertTrue(deliver(lmtp, 10_000), "a small one is held in memory");
                disk.clear(server.process());
                assertTrue(deliver(lmtp, 4_000_000), "there is now");
                assertEquals(acknowledged, subjects(base + 143));
            }
        }
    }

    /** Delivers from several peers at once until nothing is taken any more; how many were refused. */
    private int fill(int port) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(PEERS)) {
            Callable<Integer> peer = () -> {
                int refused = 0;
                while (refused < REFUSALS) {
                    refused += deliver(port, 300_000) ? 0 : 1;
                }
                return refused;
            };
            int refused = 0;
            for (Future<Integer> each : threads.invokeAll(List.of(peer, peer, peer))) {
                refused += each.get();
            }
            return refused;
        }
    }

    /** Delivers a message of that many octets; false if it is refused, as something that passes. */
    private boolean deliver(int port, int octets) throws IOException {
        String subject = "number-" + numbers.incrementAndGet();
        StringBuilder text = new StringBuilder("Subject: " + subject + "\r\n\r\n");
        Random random = new Random(subject.hashCode());
        while (text.length() < octets) {
            text.append(Long.toHexString(random.nextLong()))
                    .append(Long.toHexString(random.nextLong()))
                    .append("\r\n");
        }
        try (LineClient lmtp = LineClient.connect(port).timeout(PATIENCE)) {
            lmtp.readUntil("220");
            lmtp.send("LHLO test\r\nMAIL FROM:<a@test>");
            lmtp.readUntil("250 2.1.0");
            lmtp.send("RCPT TO:<bob>");
            String recipient = lmtp.readLine();
            if (!recipient.startsWith("250 ")) {
                assertTrue(recipient.startsWith("4"), recipient);
                return false;
            }
            lmtp.send("DATA");
            lmtp.readUntil("354");
            lmtp.send(text + ".");
            String answer = lmtp.readLine();
            assertTrue(answer.startsWith("250 ") || answer.startsWith("4"), answer);
            if (answer.startsWith("250 ")) {
                acknowledged.add(subject);
                return true;
            }
            return false;
        }
    }

    /** The subjects of all messages, each of which is there once. */
    private static Set<String> subjects(int port) throws IOException {
        Set<String> subjects = new TreeSet<>();
        try (LineClient imap = LineClient.connect(port).timeout(PATIENCE)) {
            imap.send("a LOGIN bob " + Jdbmail.PASSWORD);
            assertOk(imap.readUntil("a "));
            imap.send("b EXAMINE INBOX");
            assertOk(imap.readUntil("b "));
            imap.send("c FETCH 1:* BODY.PEEK[HEADER.FIELDS (SUBJECT)]");
            for (String line = imap.readLine(); !line.startsWith("c "); line = imap.readLine()) {
                Matcher subject = SUBJECT.matcher(line);
                while (subject.find()) {
                    assertTrue(subjects.add(subject.group(1)), "twice: " + subject.group(1));
                }
            }
        }
        return subjects;
    }

    private static void assertOk(String answer) {
        assertTrue(answer.startsWith("OK", 2), answer);
    }
}
