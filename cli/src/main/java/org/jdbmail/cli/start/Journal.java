package org.jdbmail.cli.start;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What goes to journald: each line, those of a trace too, begins with its priority as sd-daemon(3) has it, so that {@code journalctl -p warning} finds
 * what it should.
 */
final class Journal extends LayoutBase<ILoggingEvent> {
    /** The variable of the environment in which systemd names the stream to the journal (systemd.exec(5)). */
    static final String STREAM = "JOURNAL_STREAM";

    /** What standard error leads to. */
    static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private final LayoutBase<ILoggingEvent> form;

    /** @param form how a line looks behind the priority */
    Journal(LayoutBase<ILoggingEvent> form) {
        this.form = form;
    }

    /**
     * Whether a stream leads to the journal: it may have been sent elsewhere since systemd began the process.
     *
     * @param told device and number, with a colon between; null if nothing was told
     */
    static boolean isAt(@Nullable String told, Path stream) {
        if (told == null) {
            return false;
        }
        try {
            Map<String, Object> found = Files.readAttributes(stream, "unix:dev,ino");
            return told.equals(found.get("dev") + ":" + found.get("ino"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false; // a system without /proc has no journald either
        }
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        String priority = "<" + priority(event.getLevel()) + ">";
        return priority + form.doLayout(event).stripTrailing().replace("\n", "\n" + priority) + "\n";
    }

    /** syslog(3). */
    private static int priority(Level level) {
        if (level.isGreaterOrEqual(Level.ERROR)) {
            return 3;
        }
        if (level.isGreaterOrEqual(Level.WARN)) {
            return 4;
        }
        return level.isGreaterOrEqual(Level.INFO) ? 6 : 7;
    }
}
