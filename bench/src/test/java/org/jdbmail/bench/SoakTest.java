package org.jdbmail.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code ./x bench soak}: after mixed load a server holds what it held before, and whatever grows is named. */
class SoakTest {
    @TempDir
    private Path folder;

    @Test
    @Tag("full")
    void whatAServerHoldsEndsWhereItBegan() throws Exception {
        try (PrintStream out = new PrintStream(folder.resolve("progress").toFile(), StandardCharsets.UTF_8);
                TestDatabase database = TestDatabases.create("sqlite");
                Jdbmail server = Jdbmail.fromClasses(folder, database, "-Xmx256m")) {
            Soak.Result result = Soak.run(server, database, Duration.ofSeconds(6), 1, out);
            assertTrue(result.isWell(), result.toString());
            assertEquals(
                    Set.of(
                            "HTTP",
                            "IDLE",
                            "IMAP",
                            "IMAP, compressed",
                            "IMAP, too",
                            "LMTP",
                            "LMTP, too",
                            "ManageSieve",
                            "POP3",
                            "strangers",
                            "submission",
                            "upkeep"),
                    result.visits().keySet());
            assertEquals(
                    List.of(),
                    Files.readString(folder.resolve("output"))
                            .lines()
                            .filter(line -> line.contains(" ERROR "))
                            .toList());
        }
    }

    private static Holding holding(long each, Map<String, Long> ours) {
        return new Holding(each << 20, each << 20, each, each, each, each, 0, 0, 0, ours);
    }

    @Test
    void whatGrewIsNamed() {
        Holding before = holding(100, Map.of("org.jdbmail.A", 1_000L));
        assertEquals(List.of(), before.grownSince(before));
        assertEquals(List.of(), holding(90, Map.of("org.jdbmail.A", 2_000L)).grownSince(before));
        assertEquals(
                List.of("objects org.jdbmail.A: 2,001, and 1,000 before", "objects org.jdbmail.B: 501, and 0 before"),
                holding(100, Map.of("org.jdbmail.A", 2_001L, "org.jdbmail.B", 501L)).grownSince(before).stream()
                        .sorted()
                        .toList());
        assertEquals(
                List.of(
                        "heap: 209,715,200, and 104,857,600 before",
                        "resident memory: 209,715,200, and 104,857,600 before",
                        "descriptors: 200, and 100 before",
                        "threads: 200, and 100 before",
                        "virtual threads: 200, and 100 before",
                        "database connections: 200, and 100 before"),
                holding(200, Map.of()).grownSince(before));
    }

    @Test
    void atRestNothingIsUnderWay() {
        Holding before = holding(100, Map.of());
        Holding busy = new Holding(100, 100, 100, 100, 100, 100, 1, 2, 3, Map.of());
        assertEquals(
                List.of(
                        "open sessions: 1, and 0 before",
                        "bytes on their way: 2, and 0 before",
                        "long work: 3, and 0 before"),
                busy.grownSince(before));
    }
}
