package org.jdbmail.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server with little memory stands attacks of every kind, in short: a client that behaves is served all the while. How quickly is
 * not asserted here, since machines differ; {@code ./x bench attacks} prints it.
 */
@Tag("full")
class AttacksTest {
    @TempDir
    Path folder;

    @Test
    void whoBehavesIsServedWhateverOthersDo() throws Exception {
        Path output = folder.resolve("figures");
        try (PrintStream out = new PrintStream(Files.newOutputStream(output), true, StandardCharsets.UTF_8);
                TestDatabase database = TestDatabases.create("sqlite");
                Jdbmail server = Jdbmail.fromClasses(folder, database, "-Xmx128m")) {
            List<Attacks.Felt> all = Attacks.run(server.ports(), Attacks.Scale.SHORT, "", out);
            String figures = Files.readString(output);
            assertFalse(all.isEmpty());
            for (Attacks.Felt one : all) {
                assertEquals(0, one.failures(), figures);
                assertTrue(
                        one.noop().count() > 0
                                && one.login().count() > 0
                                && one.greeting().count() > 0,
                        figures);
            }
            assertTrue(server.processes().allMatch(ProcessHandle::isAlive), figures);
            assertEquals(
                    List.of(),
                    Files.readString(folder.resolve("output"))
                            .lines()
                            .filter(line -> line.contains(" ERROR "))
                            .toList());
        }
    }
}
