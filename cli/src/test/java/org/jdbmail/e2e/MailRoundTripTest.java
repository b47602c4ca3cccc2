package org.jdbmail.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.jdbmail.testkit.mail.MailGenerator;
import org.jdbmail.testkit.net.LineClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mail that Postfix hands over comes out of real clients as it went in. */
@Tag("full")
class MailRoundTripTest {
    private static final int MESSAGES = 500;
    private static final Duration PUSH = Duration.ofSeconds(2);
    private static final String ALICE = "alice@example.com";

    @TempDir
    Path work;

    static List<String> databases() {
        return TestDatabases.names();
    }

    /** A database where Postfix's daemons may read it too. */
    private TestDatabase database(String name) throws Exception {
        if (!name.equals("sqlite")) {
            return TestDatabases.create(name);
        }
        Path folder = Files.createDirectories(work.resolve("sqlite"));
        return new TestDatabase(name, "jdbc:sqlite:" + folder.resolve("mail.db"), "", "", () -> {});
    }

    /** What docs/admin/postfix.md has an administrator do: files of ours are nobody else's. */
    private void letPostfixRead(String name) throws IOException {
        if (name.equals("sqlite")) {
            try (Stream<Path> files = Files.list(work.resolve("sqlite"))) {
                for (Path file : files.toList()) {
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void fiveHundredMessagesThroughPostfixReachMbsyncImaplibAndFetchmailUnchanged(String name) throws Exception {
        try (TestDatabase database = database(name);
                Jdbmail server = Jdbmail.start(work, database)) {
            server.addAccount(ALICE);
            letPostfixRead(name);
            RoundTrip.Target target = new RoundTrip.Target(
                    server.lmtpPort(), server.imapPort(), server.pop3Port(), RecipientMap.of(database));
            try {
                RoundTrip.run(work, target, ALICE, Jdbmail.PASSWORD, MESSAGES);
            } catch (AssertionError e) {
                throw new AssertionError(e.getMessage() + "\nthe server's log:\n" + server.log(), e);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void twoIdlingClientsAreToldOfNewMailAndOfEachOther(String name) throws Exception {
        try (TestDatabase database = database(name);
                Jdbmail server = Jdbmail.start(work, database)) {
            server.addAccount(ALICE);
            MailGenerator mail = new MailGenerator(3, 10_000);
            deliver(server, mail.next().bytes());
            try (LineClient one = idle(server);
                    LineClient two = idle(server)) {
                for (int count = 2; count <= 6; count++) {
                    deliver(server, mail.next().bytes());
                    one.readUntil("* " + count + " EXISTS");
                    two.readUntil("* " + count + " EXISTS");
                }
                one.send("DONE");
                one.readUntil("i OK");
                one.send("s STORE 2 +FLAGS (\\Flagged)");
                one.readUntil("s OK");
                String told = two.readUntil("* 2 FETCH");
                assertTrue(told.contains("\\Flagged"), told);
                two.send("DONE");
                two.readUntil("i OK");
            }
        }
    }

    /** A client that is logged in, has the INBOX open and idles; every answer has to come within the bound. */
    private static LineClient idle(Jdbmail server) throws Exception {
        LineClient client = LineClient.connect(server.imapPort());
        client.send("l LOGIN " + ALICE + " " + Jdbmail.PASSWORD);
        assertTrue(client.readUntil("l ").startsWith("l OK"));
        client.send("x SELECT INBOX");
        assertTrue(client.readUntil("x ").startsWith("x OK"));
        client.send("i IDLE");
        client.readUntil("+");
        return client.timeout(PUSH);
    }

    private static void deliver(Jdbmail server, byte[] message) throws Exception {
        try (LineClient lmtp = LineClient.connect(server.lmtpPort())) {
            lmtp.send("LHLO test\r\nMAIL FROM:<sender@example.org>\r\nRCPT TO:<" + ALICE + ">\r\nDATA");
            lmtp.readUntil("354");
            lmtp.send(Dots.stuffed(message));
            assertTrue(lmtp.readLine().startsWith("250 "));
        }
    }
}
