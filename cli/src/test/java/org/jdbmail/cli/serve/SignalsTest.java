package org.jdbmail.cli.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbmail.cli.ServerProcess;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.FreePort;
import org.jdbmail.testkit.net.LineClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ends a server and what doesn't, whatever it is doing. */
@Tag("full")
class SignalsTest {
    private static final Duration START = Duration.ofSeconds(120);

    /** Ten seconds are promised; the rest is for a machine that has much else to do. */
    private static final Duration STOP = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final int base = FreePort.baseOfRun();

    private List<String> run() {
        return List.of("run", "--home", folder.resolve("home").toString(), "--base-port", Integer.toString(base));
    }

    private static void awaitReady(ServerProcess server) throws Exception {
        awaitLine(server, "JDBMail is ready.");
    }

    private static void awaitLine(ServerProcess server, String line) throws Exception {
        Eventually.isTrue(
                START,
                "\"" + line + "\", or the end",
                () -> server.output().contains(line) || !server.process().isAlive());
        assertTrue(server.output().contains(line), server::output);
    }

    private InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), base + port);
    }

    private void deliver(int octets) throws IOException {
        String line = "There is much of this, and nothing that anybody looks for.\r\n";
        try (LineClient lmtp = LineClient.connect(address(24))) {
            lmtp.send("LHLO test\r\nMAIL FROM:<me@localhost>\r\nRCPT TO:<demo@localhost>\r\nDATA");
            lmtp.readUntil("354 ");
            lmtp.send("Subject: long\r\n\r\n" + line.repeat(octets / line.length()) + ".");
            lmtp.readUntil("250 ");
        }
    }

    @Test
    void sigtermEndsItInTimeWhateverItsSessionsCompute() throws Exception {
        List<Socket> searching = new ArrayList<>();
        try (ServerProcess server = ServerProcess.start(folder.resolve("output"), run())) {
            awaitReady(server);
            deliver(3_000_000);
            String terms = Stream.iterate(0, i -> i < 300, i -> i + 1)
                    .map(i -> "NOT BODY nowhere" + i)
                    .collect(Collectors.joining(" "));
            String commands =
                    "a LOGIN demo@localhost demo\r\nb SELECT INBOX\r\n" + ("c SEARCH " + terms + "\r\n").repeat(20);
            for (int i = 0; i < 8; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), base + 143);
                searching.add(socket);
                socket.getOutputStream().write(commands.getBytes(US_ASCII));
            }
            try (LineClient other = LineClient.connect(address(143))) {
                other.readUntil("* OK");
                other.send("a LOGIN demo@localhost demo");
                other.readUntil("a OK");
                server.signal("TERM");
                assertEquals(0, server.exitStatus(STOP));
            }
            assertTrue(server.output().endsWith("stopped\n"), server::output);
        } finally {
            for (Socket socket : searching) {
                socket.close();
            }
        }
    }

    @Test
    void sighupWhileTheTablesAreMadeIsObeyedAfterwards() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("mail.db"));
                Statement lock = other.createStatement();
                ServerProcess server = ServerProcess.start(folder.resolve("output"), run())) {
            lock.execute("BEGIN EXCLUSIVE");
            Eventually.isTrue(START, "it has the database open", () -> hasOpen(server, home.resolve("mail.db")));
            server.signal("HUP");
            lock.execute("ROLLBACK");
            awaitReady(server);
            awaitLine(server, "the certificate was read again");
            server.signal("TERM");
            assertEquals(0, server.exitStatus(STOP));
        }
    }

    private static boolean hasOpen(ServerProcess server, Path file) throws IOException {
        assertTrue(server.process().isAlive(), server::output);
        try (Stream<Path> open =
                Files.list(Path.of("/proc", Long.toString(server.process().pid()), "fd"))) {
            return open.anyMatch(each -> {
                try {
                    return Files.readSymbolicLink(each).equals(file);
                } catch (IOException e) {
                    return false; // closed meanwhile
                }
            });
        }
    }

    @Test
    void underNohupSighupIsObeyedAndFilesAreNobodyElses() throws Exception {
        Path launcher = installed();
        List<String> command = new ArrayList<>(List.of("nohup", launcher.toString()));
        command.addAll(run());
        try (ServerProcess server = ServerProcess.startAs(command, folder.resolve("output"))) {
            awaitReady(server);
            server.signal("HUP");
            awaitLine(server, "the certificate was read again");
            server.signal("TERM");
            assertEquals(0, server.exitStatus(STOP));
        }
        try (Stream<Path> files = Files.list(folder.resolve("home"))) {
            for (Path file : files.toList()) {
                assertEquals(
                        "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
                        file.toString());
            }
        }
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("home"))));
    }

    @Test
    void sighupFromTheFirstMomentOnIsSurvivedAndThenObeyed() throws Exception {
        List<String> command = new ArrayList<>(List.of(installed().toString()));
        command.addAll(run());
        try (ServerProcess server = ServerProcess.startAs(command, folder.resolve("output"))) {
            Eventually.isTrue(START, "it ignores SIGHUP", () -> ignoresHangUps(server));
            while (server.process().isAlive() && !server.output().contains("JDBMail is ready.")) {
                server.signal("HUP");
            }
            awaitReady(server);
            server.signal("HUP");
            awaitLine(server, "the certificate was read again");
            server.signal("TERM");
            assertEquals(0, server.exitStatus(STOP));
        }
    }

    /** A line of the kernel's has the signals that a process ignores, the lowest bit being SIGHUP. */
    private static boolean ignoresHangUps(ServerProcess server) throws IOException {
        assertTrue(server.process().isAlive(), server::output);
        return Files.readAllLines(
                        Path.of("/proc", Long.toString(server.process().pid()), "status"))
                .stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1) != 0);
    }

    /** The launcher as it is installed, with the classes of this test run for its libraries. */
    private Path installed() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("installed/bin"));
        Path lib = Files.createDirectories(folder.resolve("installed/lib"));
        Path launcher = bin.resolve("jdbmail");
        Files.copy(Path.of(System.getProperty("jdbmail.root"), "cli/src/main/dist/bin/jdbmail"), launcher);
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        Stream.of(System.getProperty("java.class.path").split(":"))
                                .map(entry -> Path.of(entry).toUri().toString())
                                .collect(Collectors.joining(" ")));
        new JarOutputStream(Files.newOutputStream(lib.resolve("classes.jar")), manifest).close();
        return launcher;
    }

    @Test
    void whatOthersLeftInTheTemporaryFolderIsNotInTheWay() throws Exception {
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        FileTime old = FileTime.from(Instant.now().minus(Duration.ofDays(1)));
        Path inUse = Files.createDirectories(temporary.resolve("jdbmail-spool-1.tmp"));
        Files.writeString(inUse.resolve("something"), "of somebody's");
        Files.setLastModifiedTime(inUse, old);
        Files.setLastModifiedTime(Files.createSymbolicLink(temporary.resolve("jdbmail-spool-2.tmp"), inUse), old);
        Path stale = Files.writeString(temporary.resolve("jdbmail-spool-3.tmp"), "left by a crash");
        Files.setLastModifiedTime(stale, old);
        String option = "JDK_JAVA_OPTIONS=-Djava.io.tmpdir=" + temporary;
        try (ServerProcess server = ServerProcess.startBy(List.of("env", option), folder.resolve("output"), run())) {
            awaitReady(server);
            deliver(1_000);
            server.signal("TERM");
            assertEquals(0, server.exitStatus(STOP));
        }
        assertTrue(Files.isDirectory(inUse));
        assertTrue(Files.notExists(stale));
    }
}
