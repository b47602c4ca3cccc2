package org.jdbmail.cli.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    @TempDir
    private Path folder;

    private static String line(Level level, @Nullable Throwable thrown) {
        LoggerContext context = new LoggerContext();
        return new Journal(new LogLayout())
                .doLayout(new LoggingEvent(
                        "x", context.getLogger("org.jdbmail.Some"), level, "said", thrown, new Object[0]));
    }

    @Test
    void eachLineBeginsWithItsPriority() {
        Map.of(Level.ERROR, "<3>", Level.WARN, "<4>", Level.INFO, "<6>", Level.DEBUG, "<7>")
                .forEach((level, priority) -> assertTrue(line(level, null).startsWith(priority), priority));
        String fault = line(Level.ERROR, new IllegalStateException("x", new IllegalArgumentException("y")));
        assertTrue(fault.lines().count() > 3, fault);
        assertTrue(fault.lines().allMatch(one -> one.startsWith("<3>") && one.length() > 3), fault);
        assertTrue(fault.endsWith("\n"), fault);
    }

    @Test
    void itIsTheJournalIfTheStreamIsStillThatOfSystemd() throws Exception {
        Path stream = Files.writeString(folder.resolve("stream"), "");
        Map<String, Object> found = Files.readAttributes(stream, "unix:dev,ino");
        String told = found.get("dev") + ":" + found.get("ino");
        assertTrue(Journal.isAt(told, stream));
        assertFalse(Journal.isAt(told, Files.writeString(folder.resolve("other"), "")));
        assertFalse(Journal.isAt(null, stream));
        assertFalse(Journal.isAt(told, folder.resolve("none")));
        assertEquals("JOURNAL_STREAM", Journal.STREAM);
    }
}
