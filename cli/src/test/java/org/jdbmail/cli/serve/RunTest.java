package org.jdbmail.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.jdbmail.cli.Programs;
import org.jdbmail.cli.ServerProcess;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.FreePort;
import org.jdbmail.testkit.net.LineClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jdbmail run} as a newcomer meets it: one process, mail in, mail out, and a clean end. */
@Tag("full")
class RunTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    @Test
    void aTrialServerTakesMailGivesItBackAndStopsCleanly() throws Exception {
        int base = freeBase();
        try (ServerProcess server = start(base)) {
            awaitReady(server);
            for (String line : List.of(
                    "IMAP        127.0.0.1:" + (base + 143),
                    "IMAPS       127.0.0.1:" + (base + 993),
                    "POP3        127.0.0.1:" + (base + 110),
                    "POP3S       127.0.0.1:" + (base + 995),
                    "LMTP        127.0.0.1:" + (base + 24),
                    "SIEVE       127.0.0.1:" + (base + 4190),
                    "SMTP        127.0.0.1:" + (base + 25),
                    "SUBMISSION  127.0.0.1:" + (base + 587),
                    "SUBMISSIONS 127.0.0.1:" + (base + 465),
                    "web         http://127.0.0.1:" + (base + 80) + "/",
                    "account     demo@localhost, password demo")) {
                assertTrue(server.output().contains(line), () -> line + " in " + server.output());
            }
            deliver(base);
            assertTrue(retrieve(base).contains("Subject: hello"));
            server.signal("HUP");
            Eventually.isTrue(
                    TEN_SECONDS, "SIGHUP is obeyed", () -> server.output().contains("the certificate was read again"));
            try (LineClient idle = LineClient.connect(address(base + 110))) {
                assertTrue(idle.readLine().startsWith("+OK"));
                server.signal("TERM");
                assertEquals(0, server.exitStatus(TEN_SECONDS));
            }
            assertTrue(server.output().endsWith("stopped\n"), server::output);
        }
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("home/key.pem"))));
    }

    @Test
    void mailComesBySmtpAndBySubmission() throws Exception {
        int base = freeBase();
        try (ServerProcess server = start(base)) {
            awaitReady(server);
            sendBySmtp(base + 25);
            assertTrue(retrieve(base).contains("Subject: smtp"));
            String plain =
                    Base64.getEncoder().encodeToString("\0demo@localhost\0demo".getBytes(StandardCharsets.UTF_8));
            try (LineClient users = LineClient.connectTls(address(base + 465))) {
                users.readUntil("220");
                users.send("EHLO client.test");
                users.readUntil("250 ");
                users.send("MAIL FROM:<demo@localhost>");
                assertTrue(users.readLine().startsWith("530 5.7.0"));
                users.send("AUTH PLAIN " + plain);
                assertTrue(users.readLine().startsWith("235 2.7.0"));
            }
        }
    }

    private static void sendBySmtp(int port) throws Exception {
        try (LineClient client = LineClient.connect(address(port))) {
            client.readUntil("220");
            client.send("EHLO client.test");
            client.readUntil("250 ");
            client.send("MAIL FROM:<me@remote.test>");
            assertTrue(client.readLine().startsWith("250 2.1.0"));
            client.send("RCPT TO:<demo@localhost>");
            assertTrue(client.readLine().startsWith("250 2.1.5"));
            client.send("DATA");
            assertTrue(client.readLine().startsWith("354"));
            client.send("Subject: smtp\r\n\r\nHello.\r\n.");
            assertTrue(client.readLine().startsWith("250 2.0.0"));
        }
    }

    @Test
    void aScriptThatIsPutByManageSieveDecidesOnMailByLmtp() throws Exception {
        int base = freeBase();
        try (ServerProcess server = start(base)) {
            awaitReady(server);
            try (LineClient sieve = LineClient.connect(address(base + 4190))) {
                sieve.readUntil("OK");
                String plain =
                        Base64.getEncoder().encodeToString("\0demo@localhost\0demo".getBytes(StandardCharsets.UTF_8));
                String script = "if header :is \"subject\" \"hello\" { discard; }";
                for (String line : List.of(
                        "AUTHENTICATE \"PLAIN\" \"" + plain + "\"",
                        "PUTSCRIPT \"mine\" {" + script.length() + "+}\r\n" + script,
                        "SETACTIVE \"mine\"")) {
                    sieve.send(line);
                    sieve.readUntil("OK");
                }
            }
            deliver(base);
            try (LineClient pop = LineClient.connect(address(base + 110))) {
                pop.readUntil("+OK");
                for (String line : List.of("USER demo@localhost", "PASS demo")) {
                    pop.send(line);
                    pop.readUntil("+OK");
                }
                pop.send("STAT");
                assertEquals("+OK 0 0", pop.readLine());
            }
            server.signal("TERM");
            assertEquals(0, server.exitStatus(TEN_SECONDS));
        }
    }

    @Test
    void aSecondStartFindsEverythingAndDoesNotBringBackTheAccount() throws Exception {
        int base = freeBase();
        try (ServerProcess server = start(base)) {
            awaitReady(server);
            server.signal("INT");
            assertEquals(0, server.exitStatus(TEN_SECONDS));
        }
        String settings = folder.resolve("home/dbmail.conf").toString();
        assertEquals(
                0,
                Programs.jdbmail("dbmail-users", "-f", settings, "-a", "me", "-w", "x")
                        .status());
        assertEquals(
                0,
                Programs.jdbmail("dbmail-users", "-f", settings, "-d", "demo@localhost")
                        .status());
        try (ServerProcess server = start(base)) {
            awaitReady(server);
            assertFalse(server.output().contains("demo@localhost"));
            server.signal("TERM");
            assertEquals(0, server.exitStatus(TEN_SECONDS));
        }
    }

    @Test
    void aPortInUseIsOneLineAndNothingStaysOpen() throws Exception {
        int base = freeBase();
        try (ServerProcess first = start(base)) {
            awaitReady(first);
            Path output = folder.resolve("second");
            try (ServerProcess second = ServerProcess.start(
                    output,
                    List.of(
                            "serve",
                            "lmtp",
                            "--db",
                            "jdbc:sqlite:" + folder.resolve("other.db"),
                            "--base-port",
                            Integer.toString(base)))) {
                assertEquals(69, second.exitStatus(Duration.ofSeconds(60)));
                String complaint = second.output()
                        .lines()
                        .filter(line -> line.startsWith("jdbmail serve: "))
                        .findFirst()
                        .orElseThrow();
                assertTrue(complaint.contains(Integer.toString(base + 24)), complaint);
            }
        }
    }

    @Test
    void aPeerThatResetsItsConnectionIsNoErrorInTheLog() throws Exception {
        int base = freeBase();
        try (ServerProcess server = start(base)) {
            awaitReady(server);
            for (int i = 0; i < 10; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), base + 24);
                socket.setSoLinger(true, 0);
                socket.getOutputStream().write("LHLO reset\r\n".getBytes(StandardCharsets.US_ASCII));
                assertEquals('2', socket.getInputStream().read());
                socket.close();
            }
            deliver(base);
            server.signal("TERM");
            assertEquals(0, server.exitStatus(TEN_SECONDS));
            assertFalse(server.output().contains(" ERROR "), server.output());
        }
    }

    private ServerProcess start(int base) throws Exception {
        return ServerProcess.start(
                folder.resolve("output"),
                List.of("run", "--home", folder.resolve("home").toString(), "--base-port", Integer.toString(base)));
    }

    private static void awaitReady(ServerProcess server) throws Exception {
        Eventually.isTrue(
                Duration.ofSeconds(60),
                "the server is ready, or gone",
                () -> server.output().contains("JDBMail is ready.")
                        || !server.process().isAlive());
        assertTrue(server.process().isAlive(), server::output);
    }

    private static void deliver(int base) throws Exception {
        try (LineClient lmtp = LineClient.connect(address(base + 24))) {
            assertTrue(lmtp.readLine().startsWith("220 "));
            lmtp.send("LHLO test");
            lmtp.readUntil("250 ");
            for (String line : List.of("MAIL FROM:<me@localhost>", "RCPT TO:<demo@localhost>")) {
                lmtp.send(line);
                lmtp.readUntil("250 ");
            }
            lmtp.send("DATA");
            lmtp.readUntil("354 ");
            lmtp.send("Subject: hello");
            lmtp.send("");
            lmtp.send("Hello, demo.");
            lmtp.send(".");
            lmtp.readUntil("250 ");
        }
    }

    private static String retrieve(int base) throws Exception {
        StringBuilder message = new StringBuilder();
        try (LineClient pop = LineClient.connect(address(base + 110))) {
            pop.readUntil("+OK");
            for (String line : List.of("USER demo@localhost", "PASS demo", "RETR 1")) {
                pop.send(line);
                pop.readUntil("+OK");
            }
            for (String line = pop.readLine(); !line.equals("."); line = pop.readLine()) {
                message.append(line).append('\n');
            }
        }
        return message.toString();
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static int freeBase() {
        return FreePort.baseOfRun();
    }
}
