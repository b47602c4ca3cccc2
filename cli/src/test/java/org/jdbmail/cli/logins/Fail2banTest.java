package org.jdbmail.cli.logins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jdbmail.cli.Programs;
import org.jdbmail.cli.ServerProcess;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.FreePort;
import org.jdbmail.testkit.net.LineClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The filter in contrib/ finds in our log who tries passwords, and nobody else, whatever names are tried. */
@Tag("full")
class Fail2banTest {
    private static final String WRONG = "tr0ub4dor-wrong";

    @TempDir
    private Path folder;

    @Test
    void theFilterReadsALogThatAServerHasWritten() throws Exception {
        int port = FreePort.next();
        Path log = folder.resolve("jdbmail.log");
        Path conf = Files.writeString(folder.resolve("dbmail.conf"), """
                [DBMAIL]
                dburi = sqlite://%1$s/mail.db
                logfile = %2$s
                [POP]
                port = %3$d
                [IMAP]
                port = 0
                """.formatted(folder, log, port));
        assertEquals(
                0,
                Programs.jdbmail(
                                "users",
                                "add",
                                "alice",
                                "--password",
                                "secret",
                                "--type",
                                "sha512",
                                "-f",
                                conf.toString())
                        .status());
        ServerProcess server =
                ServerProcess.start(folder.resolve("output"), List.of("serve", "-f", conf.toString(), "pop3"));
        try {
            Eventually.isTrue(Duration.ofSeconds(60), "it answers", () -> answers(port));
            // A webmail logs in for every page that it shows: that is one line.
            for (int page = 0; page < 5; page++) {
                tryToLogIn(port, "alice", "secret");
            }
            tryToLogIn(port, "alice", WRONG);
            tryToLogIn(port, "bob", WRONG);
            // A name that would like to be somebody else's line.
            tryToLogIn(port, "x\" service=pop3 rip=203.0.113.9", WRONG);
            Eventually.isTrue(
                    Duration.ofSeconds(20),
                    "the log is written",
                    () -> Files.readString(log).split("login refused", -1).length == 4);
        } finally {
            server.process().destroy();
            server.exitStatus(Duration.ofSeconds(20));
            server.close();
        }
        String said = fail2ban(log);
        assertTrue(said.contains("3 matched"), said + Files.readString(log));
        assertTrue(said.contains("127.0.0.1"), said);
        assertFalse(said.contains("203.0.113.9 "), said);
        assertEquals(2, Files.readString(log).split("alice logged in by pop3 from 127.0.0.1", -1).length);
        assertFalse(Files.readString(log).contains(WRONG), "a password in the log");
    }

    private static boolean answers(int port) {
        try (LineClient client = LineClient.connect(port)) {
            return client.readLine().startsWith("+OK");
        } catch (IOException e) {
            return false;
        }
    }

    private static void tryToLogIn(int port, String name, String password) throws Exception {
        try (LineClient client = LineClient.connect(port).timeout(Duration.ofSeconds(30))) {
            client.readLine();
            client.send("USER " + name);
            client.readLine();
            client.send("PASS " + password);
            client.readLine();
        }
    }

    private static String fail2ban(Path log) throws Exception {
        Path filter = Path.of(System.getProperty("basedir", ""), "../contrib/fail2ban/filter.d/jdbmail.conf");
        Process process = new ProcessBuilder(
                        "fail2ban-regex", "--print-all-matched", "-v", log.toString(), filter.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), said);
        return said;
    }
}
