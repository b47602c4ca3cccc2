package org.jdbmail.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A password that is typed at a terminal: twice, and not shown. */
@Timeout(180)
@Tag("full")
class PasswordPromptTest {
    private static final String FIRST = "(will not echo): ";
    private static final String SECOND = "enter it again: ";

    @TempDir
    Path folder;

    private record Said(int status, String screen) {}

    /** Runs {@code dbmail-users} at a terminal of its own, at which these are typed. */
    private Said added(String first, String second) throws Exception {
        List<String> words = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        words.addAll(QuickStart.OPTIONS);
        words.addAll(QuickStart.options());
        words.addAll(
                List.of("org.jdbmail.cli.Main", "dbmail-users", "--db", "jdbc:sqlite:" + folder.resolve("mail.db")));
        words.addAll(List.of("-a", "typist", "-W"));
        String command = "'" + String.join("' '", words) + "'";
        Process process = new ProcessBuilder("script", "-qec", command, "/dev/null")
                .redirectErrorStream(true)
                .start();
        try (Reader screen = process.inputReader()) {
            StringBuilder seen = new StringBuilder();
            readUntil(FIRST, screen, seen);
            type(process, first);
            readUntil(SECOND, screen, seen);
            type(process, second);
            seen.append(screen.readAllAsString());
            return new Said(process.waitFor(), seen.toString());
        } finally {
            process.destroyForcibly();
        }
    }

    private static void readUntil(String prompt, Reader screen, StringBuilder seen) throws IOException {
        while (seen.indexOf(prompt) < 0) {
            int next = screen.read();
            assertTrue(next >= 0, "it ended before it asked: " + seen);
            seen.append((char) next);
        }
    }

    private static void type(Process process, String text) throws IOException {
        process.getOutputStream().write((text + "\n").getBytes(US_ASCII));
        process.getOutputStream().flush();
    }

    @Test
    void itIsAskedForTwiceAndNotTakenIfTheTwoDiffer() throws Exception {
        Said different = added("correct horse", "correct house");
        assertEquals(255, different.status(), different.screen());
        assertTrue(different.screen().contains("are not the same"), different.screen());
        Said same = added("correct horse", "correct horse");
        assertEquals(0, same.status(), same.screen());
        assertFalse((different.screen() + same.screen()).contains("horse"), same.screen());
    }
}
