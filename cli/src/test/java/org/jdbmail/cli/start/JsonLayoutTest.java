package org.jdbmail.cli.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.Map;
import org.jdbmail.testkit.browser.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class JsonLayoutTest {
    private static Map<?, ?> line(String message, @Nullable Throwable thrown) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        String line = new JsonLayout()
                .doLayout(new LoggingEvent(
                        "x", context.getLogger("org.jdbmail.Some"), Level.WARN, message, thrown, new Object[0]));
        assertTrue(line.endsWith("}\n"), line);
        assertEquals(1, line.lines().count(), line);
        assertTrue(line.substring(0, line.length() - 1).codePoints().noneMatch(Character::isISOControl), line);
        return (Map<?, ?>) Json.read(line);
    }

    @Test
    void whateverIsSaidComesBackAsItWas() {
        for (String said : new String[] {
            "plain", "\"quoted\" \\ $1", "two\r\nlines\tand \u0000", "\u2028 \u202e \ud83d\ude00 日本", "\u001b[2J"
        }) {
            assertEquals(said, line(said, null).get("message"));
        }
    }

    @Test
    void aFaultIsOneField() {
        Map<?, ?> line = line("failed", new IllegalStateException("x"));
        assertEquals("WARN", line.get("level"));
        assertEquals("org.jdbmail.Some", line.get("class"));
        assertTrue(
                String.valueOf(line.get("fault")).startsWith("java.lang.IllegalStateException: x\n\tat "),
                line::toString);
    }
}
