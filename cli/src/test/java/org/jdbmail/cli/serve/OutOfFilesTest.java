package org.jdbmail.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jdbmail.cli.QuickStart;
import org.jdbmail.cli.ServerProcess;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.FreePort;
import org.jdbmail.testkit.net.LineClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that may open too few files says so at its start. When it has none left it says that once a minute, and not for each
 * try; who is there already is served, and who waits comes in when there is room again.
 */
@Tag("full")
class OutOfFilesTest {
    private static final Duration START = Duration.ofSeconds(90);

    /** More than are free; one of a front without files is not greeted. */
    private static final int MANY = 60;

    @TempDir
    Path folder;

    private final int base = FreePort.baseOfRun();
    private final List<LineClient> clients = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (LineClient client : clients) {
            client.close();
        }
    }

    @Test
    void itIsToldAtTheStartAndOnceWhenItHappens() throws Exception {
        List<String> command = new ArrayList<>();
        // Both limits: Java raises the one that it may.
        command.addAll(List.of("bash", "-c", "ulimit -n 1024; exec \"$@\"", "bash"));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                archives(),
                "org.jdbmail.cli.Main",
                "run",
                "--home",
                folder.resolve("home").toString(),
                "--base-port",
                Integer.toString(base)));
        try (ServerProcess server = ServerProcess.startAs(command, folder.resolve("output"))) {
            Eventually.isTrue(
                    START,
                    "it is ready, or gone",
                    () -> server.output().contains("JDBMail is ready.")
                            || !server.process().isAlive());
            String told = line(server, "the process may open 1024 files, but its sessions may take ");
            assertTrue(told.contains("set LimitNOFILE=") && told.contains("or lower max_sessions"), told);

            LineClient there = connect(143);
            there.readUntil("* OK");
            noop(there);
            allow(server, Math.toIntExact(open(server)) + 2);
            LineClient imap = waiting(143);
            LineClient lmtp = waiting(24);
            noop(there);
            String one = line(server, ": cannot take connections: Too many open files");
            assertTrue(one.contains("LimitNOFILE") && one.contains("max_sessions"), one);
            assertEquals(
                    0,
                    server.output()
                            .lines()
                            .filter(line -> line.startsWith("\tat "))
                            .count(),
                    server::output);

            allow(server, 1024);
            imap.timeout(START).readUntil("* OK");
            lmtp.timeout(START).readUntil("220");
            noop(there);
        }
    }

    /** The class path with archives in place of folders, as the product has it: from a folder nobody loads a class without a file. */
    private String archives() throws IOException {
        List<String> path = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path from = Path.of(entry);
            path.add(Files.isDirectory(from) ? archive(from, path.size()).toString() : entry);
        }
        return String.join(File.pathSeparator, path);
    }

    private Path archive(Path from, int number) throws IOException {
        Path archive = folder.resolve(number + ".jar");
        QuickStart.pack(from, archive);
        return archive;
    }

    /** The only line of the log that has this. */
    private static String line(ServerProcess server, String text) {
        List<String> lines =
                server.output().lines().filter(line -> line.contains(text)).toList();
        assertEquals(1, lines.size(), server::output);
        return lines.getFirst();
    }

    private LineClient connect(int port) throws IOException {
        LineClient client = LineClient.connect(base + port).timeout(START);
        clients.add(client);
        return client;
    }

    private static void noop(LineClient client) throws IOException {
        client.send("a NOOP");
        assertTrue(client.readUntil("a ").startsWith("a OK"));
    }

    /** Comes until there is no more room; the one that is not greeted. It waits for longer than the server does between two tries. */
    private LineClient waiting(int port) throws IOException {
        for (int i = 0; i < MANY; i++) {
            LineClient client = connect(port).timeout(Duration.ofSeconds(2));
            try {
                client.readLine();
            } catch (SocketTimeoutException e) {
                return client;
            }
        }
        throw new AssertionError("all were greeted on port " + port);
    }

    private static long open(ServerProcess server) throws IOException {
        try (Stream<Path> files =
                Files.list(Path.of("/proc", Long.toString(server.process().pid()), "fd"))) {
            return files.count();
        }
    }

    /** Sets how many files the server may open from now on. */
    private static void allow(ServerProcess server, int files) throws Exception {
        Process prlimit = new ProcessBuilder(
                        "prlimit", "--pid", Long.toString(server.process().pid()), "--nofile=" + files + ":")
                .inheritIO()
                .start();
        assertEquals(0, prlimit.waitFor());
    }
}
