package org.jdbmail.testkit.fuzz;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fuzzing that is led by what code it reaches finds what chance would not, and comes to an end where there is nothing. */
@Tag("full")
class GuidedRunTest {
    private static final int SECONDS = 120;

    @TempDir
    private Path root;

    /** In the shape of a test of a grammar: four octets that are right by chance once in 4,000,000,000 times. */
    static final class Deep {
        void fails() {
            Fuzz.run(List.of("mail"), input -> {
                boolean isDeep = input.length > 3
                        && input[0] == (byte) 0x89
                        && input[1] == 'J'
                        && input[2] == 'D'
                        && input[3] == 'B';
                if (isDeep) {
                    throw new IllegalStateException("deep");
                }
            });
        }

        void stands() {
            Fuzz.run(List.of("mail"), input -> {});
        }
    }

    private long run(String method, int seconds) {
        String before = System.getProperty("jdbmail.root", ".");
        System.setProperty("jdbmail.root", root.toString());
        try {
            return GuidedRun.of(Deep.class.getName(), method, List.of("mail"), seconds);
        } finally {
            System.setProperty("jdbmail.root", before);
        }
    }

    @Test
    void whatIsDeepIsFoundAndTold() {
        AssertionError found = assertThrows(AssertionError.class, () -> run("fails", SECONDS));
        assertTrue(String.valueOf(found.getMessage()).contains("IllegalStateException: deep"), found.getMessage());
    }

    @Test
    void whereThereIsNothingItEnds() {
        assertTrue(run("stands", 1) > 0);
    }
}
