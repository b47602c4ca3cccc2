package org.jdbmail.cli.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogLayoutTest {
    private static String line(String message, @Nullable Throwable thrown) {
        LoggerContext context = new LoggerContext();
        return new LogLayout()
                .doLayout(new LoggingEvent(
                        "x", context.getLogger("org.jdbmail.Some"), Level.WARN, message, thrown, new Object[0]));
    }

    @Test
    void whateverAPeerSaysStaysOnItsLine() {
        for (String said :
                List.of("\r\n", "\u0085", "\u2028", "\u2029", "\u001b[2J", "\u009b", "\u202e", "\u2066", "\0")) {
            String line = line("name=" + said + "ERROR forged", null);
            assertEquals(1, line.lines().count(), line);
            assertTrue(line.contains("name=?"), line);
            assertTrue(line.codePoints().limit(line.length() - 1).allMatch(c -> c >= ' ' && c < 127), line);
        }
    }

    @Test
    void lettersOfAllLanguagesStay() {
        assertTrue(line("ünï 日本 😀", null)
                .contains("WARN  Some [" + Thread.currentThread().getName() + "] ünï 日本 😀\n"));
    }

    @Test
    void theMessageOfAFaultForgesNoLine() {
        String text = line("failed", new IllegalStateException("x\n2026-01-01T00:00:00 ERROR forged\u2028y"));
        assertTrue(text.lines().noneMatch(line -> line.startsWith("2026-01-01T00:00:00 ERROR")), text);
        assertTrue(text.lines().anyMatch(line -> line.startsWith("\tat ")), text);
    }
}
