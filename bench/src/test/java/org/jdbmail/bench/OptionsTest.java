package org.jdbmail.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The command line and the table of a measurement. */
class OptionsTest {
    @Test
    void withoutWordsEverythingIsMeasured() {
        Options options = Options.parse(List.of());
        assertEquals(List.of("dovecot", "sqlite", "postgresql", "mariadb"), options.servers());
        assertEquals(Measure.GROUPS, options.groups());
        assertEquals(20_000, options.messages());
    }

    @Test
    void wordsChooseServersGroupsAndAmounts() {
        Options options = Options.parse(
                List.of("--servers", "sqlite", "--only", "lmtp,push", "--secs", "2", "--messages", "9", "--idle", "3"));
        assertEquals(new Options(List.of("sqlite"), Set.of("lmtp", "push"), Duration.ofSeconds(2), 9, 3), options);
    }

    @Test
    void wrongWordsAreNamed() {
        assertTrue(message("--fast", "1").contains("unknown option --fast"));
        assertTrue(message("--secs").contains("--secs needs a value"));
        assertTrue(message("--only", "disk").contains("--only knows"));
        assertTrue(message("--servers", "sqlite,oracle").contains("unknown server oracle"));
        assertTrue(message("--secs", "many").contains("many"));
    }

    private static String message(String... words) {
        return assertThrows(IllegalArgumentException.class, () -> Options.parse(List.of(words)))
                .getMessage();
    }

    @Test
    void theTableHasARowForEachFigureAndAColumnForEachServer() {
        Figures figures = new Figures();
        figures.add("Dovecot", "deliveries/s", 1234.4);
        figures.add("SQLite", "deliveries/s", 98.76);
        figures.add("SQLite", "SELECT, ms", 0.456);
        assertEquals("""
                                   Dovecot        SQLite
                deliveries/s         1,234          98.8
                SELECT, ms               -          0.46
                """, figures.table());
    }
}
