package org.jdbmail.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.FreePort;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The daemons of DBMail's by their names, and their options. */
class DaemonTest {
    private static final String ALL =
            "dbmail-imapd dbmail-pop3d dbmail-lmtpd dbmail-sieved dbmail-timsieved dbmail-httpd";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {ALL})
    void eachExplainsItselfAndRefusesWhatItDoesNotKnow(String names) {
        for (String name : names.split(" ", -1)) {
            for (String option : List.of("-h", "--help")) {
                Ran help = Programs.jdbmail(name, option);
                assertEquals(0, help.status(), help.err());
                assertTrue(help.out().startsWith("*** " + name + " ***\n"), help.out());
                for (String known : List.of("-f,", "-p,", "-n ", "-D ", "-v,", "-V,", "-h,")) {
                    assertTrue(help.out().contains(known), help.out());
                }
            }
            for (String option : List.of("-V", "--version")) {
                Ran version = Programs.jdbmail(name, option);
                assertEquals(0, version.status(), version.err());
                assertTrue(version.out().startsWith("This is " + name + " of "), version.out());
            }
            Ran unknown = Programs.jdbmail(name, "-Z");
            assertEquals(64, unknown.status());
            assertEquals(1, unknown.err().lines().count(), unknown.err());
            Ran nowhere = Programs.jdbmail(
                    name, "-D", "-f", folder.resolve("none.conf").toString());
            assertEquals(78, nowhere.status(), nowhere.err());
            assertEquals(1, nowhere.err().lines().count(), nowhere.err());
        }
    }

    private Path settings(int port, String section) throws Exception {
        return Files.writeString(
                folder.resolve("dbmail.conf"),
                "[DBMAIL]\ndburi = sqlite:" + folder.resolve("mail.db") + "\nlogfile = " + folder.resolve("log") + "\n["
                        + section + "]\nport = " + port + "\n");
    }

    /** One session on standard input and output, as inetd gives it. */
    @Tag("full")
    @ParameterizedTest
    @CsvSource({
        "dbmail-imapd, a LOGOUT, * BYE",
        "dbmail-pop3d, QUIT, +OK",
        "dbmail-lmtpd, QUIT, 221 ",
        "dbmail-sieved, LOGOUT, OK",
        "dbmail-timsieved, LOGOUT, OK",
        "dbmail-httpd, GET /health/live HTTP/1.0, alive",
    })
    void aSessionMayComeFromInetd(String name, String said, String answered) throws Exception {
        Path output = folder.resolve("output");
        Path input = Files.writeString(folder.resolve("input"), said + "\r\n\r\n", StandardCharsets.US_ASCII);
        String config = settings(0, "IMAP").toString();
        try (ServerProcess session = ServerProcess.startBy(
                List.of("bash", "-c", "exec \"$@\" < " + input, "bash"), output, List.of(name, "-n", "-f", config))) {
            assertEquals(0, session.exitStatus(Duration.ofMinutes(2)), session.output());
            assertTrue(session.output().contains(answered), session.output());
        }
    }

    /** In the foreground with a file for its process id, a fuller log, and an orderly end. */
    @Tag("full")
    @Test
    void oneInTheForegroundWritesItsProcessIdAndGoesInOrder() throws Exception {
        Path output = folder.resolve("output");
        Path pid = folder.resolve("pid");
        int port = FreePort.next();
        String config = settings(port, "HTTP").toString();
        List<String> words = List.of("dbmail-httpd", "-D", "-v", "-f", config, "-p", pid.toString());
        try (ServerProcess server = ServerProcess.start(output, words)) {
            Path log = folder.resolve("log");
            Eventually.isTrue(
                    Duration.ofMinutes(1),
                    "it listens",
                    () -> Files.exists(log) && Files.readString(log).contains("http listens on"));
            assertEquals(server.process().pid() + "\n", Files.readString(pid));
            assertTrue(Files.readString(log).contains("DEBUG"), Files.readString(log));
            server.signal("TERM");
            assertEquals(0, server.exitStatus(Duration.ofSeconds(30)), server.output());
            assertTrue(Files.notExists(pid));
        }
    }

    /** Without -p the id is left in pid_directory; that this can't be done keeps nobody from working. */
    @Tag("full")
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneLeavesItsProcessIdInTheUsualFolder(boolean isThere) throws Exception {
        Path output = folder.resolve("output");
        Path pids = folder.resolve("pids");
        if (isThere) {
            Files.createDirectories(pids);
        }
        String config = settings(FreePort.next(), "HTTP").toString();
        Files.writeString(
                Path.of(config),
                Files.readString(Path.of(config)).replace("[DBMAIL]", "[DBMAIL]\npid_directory = " + pids));
        try (ServerProcess server = ServerProcess.start(output, List.of("dbmail-httpd", "-D", "-f", config))) {
            Path log = folder.resolve("log");
            Eventually.isTrue(
                    Duration.ofMinutes(1),
                    "it listens",
                    () -> Files.exists(log) && Files.readString(log).contains("http listens on"));
            Path pid = pids.resolve("dbmail-httpd.pid");
            if (isThere) {
                assertEquals(server.process().pid() + "\n", Files.readString(pid));
            } else {
                assertTrue(server.output().contains("mend pid_directory"), server.output());
            }
            server.signal("TERM");
            assertEquals(0, server.exitStatus(Duration.ofSeconds(30)), server.output());
            assertTrue(Files.notExists(pid));
        }
    }

    /** By its launcher, which comes back when settings and database were found good, or with what is wrong with them. */
    @Tag("full")
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneInTheBackgroundLeavesItsProcessIdWhereItIsTold(boolean isNamed) throws Exception {
        Path bin = InstalledPrograms.install(folder.resolve("installed"));
        Path pids = Files.createDirectories(folder.resolve("pids"));
        Path pid = isNamed ? folder.resolve("named.pid") : pids.resolve("dbmail-httpd.pid");
        Path config = settings(FreePort.next(), "HTTP");
        Files.writeString(config, Files.readString(config).replace("[DBMAIL]", "[DBMAIL]\npid_directory = " + pids));
        List<String> words = new ArrayList<>(List.of(bin.resolve("dbmail-httpd").toString(), "-f", config.toString()));
        if (isNamed) {
            words.addAll(List.of("-p", pid.toString()));
        }
        assertEquals("0:", launched(words));
        ProcessHandle server =
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
        try {
            Path log = folder.resolve("log");
            Eventually.isTrue(
                    Duration.ofMinutes(1),
                    "it listens",
                    () -> Files.exists(log) && Files.readString(log).contains("http listens on"));
            assertEquals(!isNamed, Files.exists(pids.resolve("dbmail-httpd.pid")));
            server.destroy();
            Eventually.isTrue(Duration.ofSeconds(30), "it goes", () -> !server.isAlive());
            assertTrue(Files.notExists(pid));
        } finally {
            server.destroyForcibly();
        }
        Files.writeString(config, "[DBMAIL]\ndburi = nonsense:x\n");
        String refused = launched(words);
        assertTrue(refused.startsWith("78:dbmail-httpd: "), refused);
    }

    private String launched(List<String> words) throws Exception {
        Path output = folder.resolve("launched");
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JDBMAIL_OPTS", "-Xmx128m");
        Process launcher = builder.start();
        assertTrue(launcher.waitFor(2, TimeUnit.MINUTES), "the launcher comes back");
        return launcher.exitValue() + ":" + Files.readString(output);
    }
}
