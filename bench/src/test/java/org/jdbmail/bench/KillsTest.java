package org.jdbmail.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The short form of what {@code ./x bench kills} does for long: nothing that was taken is lost. */
@Tag("full")
class KillsTest {
    @TempDir
    private Path folder;

    static List<String> databases() {
        return TestDatabases.names();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aServerThatIsKilledLosesNothing(String name) throws Exception {
        Kills.Result result = Kills.run(name, false, 3, folder);
        assertTrue(result.acknowledged() >= 45, result.toString());
        assertEquals(new Kills.Count(0, 0, 0), result.lost(), result.toString());
        assertEquals(0, result.twice().kept(), result.toString());
    }

    /** RFC 5321 §6.1: what got a 250 by SMTP arrives, here and elsewhere. */
    @ParameterizedTest
    @MethodSource("databases")
    void norDoesOneThatTakesMailBySmtp(String name) throws Exception {
        Kills.Result result = Kills.run(name, true, 2, folder);
        assertTrue(result.acknowledged() >= 30, result.toString());
        assertEquals(new Kills.Count(0, 0, 0), result.lost(), result.toString());
        assertEquals(0, result.twice().kept(), result.toString());
    }
}
