package org.jdbmail.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jdbmail.cli.Programs;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.cli.ServerProcess;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.FreePort;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Trouble that needs real servers, or a real disk that is full. */
@Tag("full")
class DatabaseTroubleTest {
    @TempDir
    Path folder;

    static Stream<String> servers() {
        return TestDatabases.servers().stream();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aWrongPasswordAndAMissingDatabaseAreOneLineEach(String name) throws IOException {
        try (TestDatabase database = TestDatabases.create(name)) {
            Path wrong = settings(database.url(), "nobody-has-this-name", "wrong-secret");
            Ran refused = Programs.jdbmail("serve", "--config", wrong.toString());
            assertEquals(78, refused.status(), refused.err());
            assertEquals(1, refused.err().lines().count(), refused.err());
            assertFalse(refused.err().contains("wrong-secret"), refused.err());
            String elsewhere = database.url().replaceFirst("/[^/?]+($|\\?)", "/no_such_database$1");
            Path missing = settings(elsewhere, database.user(), database.password());
            Ran nowhere = Programs.jdbmail("dbmail-users", "-f", missing.toString(), "-L");
            assertEquals(78, nowhere.status(), nowhere.err());
            assertEquals(1, nowhere.err().lines().count(), nowhere.err());
            assertTrue(nowhere.err().contains("no such database"), nowhere.err());
        }
    }

    @Test
    void aFolderForTemporaryFilesThatCannotBeUsedIsOneLine() throws Exception {
        Path output = folder.resolve("output");
        String option = "JDK_JAVA_OPTIONS=-Dorg.sqlite.tmpdir=" + folder.resolve("nowhere");
        try (ServerProcess server =
                ServerProcess.startBy(List.of("env", option), output, arguments(folder.resolve("home")))) {
            assertEquals(75, server.exitStatus(Duration.ofSeconds(60)));
            List<String> lines = server.output()
                    .lines()
                    .filter(line -> !line.startsWith("NOTE: Picked up"))
                    .toList();
            assertEquals(1, lines.size(), server.output());
            assertTrue(lines.getFirst().contains("SQLite cannot be loaded from " + folder), server.output());
        }
    }

    /**
     * A file system of a few hundred KiB where that can be had, else a limit on the size of files, which fails like it.
     * Afterwards, with room, the same folder works.
     */
    @Test
    void aFullDiskIsOneLineAndTheNextStartWithRoomWorks() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        boolean isMounted = run("mount", "-t", "tmpfs", "-o", "size=120k", "tmpfs", disk.toString()) == 0;
        try {
            Path home = disk.resolve("home");
            Path output = folder.resolve("output");
            String launch = isMounted ? "exec \"$@\"" : "ulimit -f 100; exec \"$@\"";
            try (ServerProcess server =
                    ServerProcess.startBy(List.of("bash", "-c", launch, "bash"), output, arguments(home))) {
                int status = server.exitStatus(Duration.ofSeconds(60));
                List<String> complaints = server.output()
                        .lines()
                        .filter(line -> line.startsWith("jdbmail run: "))
                        .toList();
                assertEquals(1, complaints.size(), server.output());
                assertTrue(status != 0, server.output());
                if (isMounted) {
                    assertTrue(complaints.getFirst().contains("make room"), server.output());
                    assertEquals(75, status, server.output());
                }
            }
            if (isMounted) {
                assertEquals(0, run("mount", "-o", "remount,size=64m", disk.toString()));
            }
            try (ServerProcess server = ServerProcess.start(output, arguments(home))) {
                Eventually.isTrue(
                        Duration.ofSeconds(60),
                        "the server is ready, or gone",
                        () -> server.output().contains("JDBMail is ready.")
                                || !server.process().isAlive());
                assertTrue(server.process().isAlive(), server::output);
                assertTrue(server.output().contains("account     demo@localhost"), server::output);
            }
        } finally {
            if (isMounted) {
                run("umount", "-l", disk.toString());
            }
        }
    }

    private static List<String> arguments(Path home) {
        int base = FreePort.baseOfRun();
        return List.of("run", "--home", home.toString(), "--base-port", Integer.toString(base));
    }

    private Path settings(String url, String user, String password) throws IOException {
        return Files.writeString(
                folder.resolve("dbmail.conf"),
                "[DBMAIL]\nlogfile = %s\ndburi = %s\nuser = %s\npass = %s\n"
                        .formatted(folder.resolve("log"), url, user, password));
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
