package org.jdbmail.cli.start;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A line of the log: time, level, class, thread, message; and the trace of a fault below it. Whatever a peer may have put into a
 * message, it stays one line, and shows as it is: line ends of all kinds, control characters and marks that turn the direction of
 * writing become question marks.
 */
final class LogLayout extends LayoutBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT)
            .withZone(ZoneId.systemDefault());

    /** Cc: C0 and C1, among them U+0085; Cf: marks of direction and joiners; U+2028 and U+2029 end lines; lone surrogates. */
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\p{Cf}\\x{2028}\\x{2029}\\p{Cs}]");

    /** The same in a trace, whose own lines begin with a tab, or tell of a cause. */
    private static final Pattern UNSAFE_IN_TRACE = Pattern.compile(
            "[\\p{Cc}\\p{Cf}\\x{2028}\\x{2029}\\p{Cs}&&[^\\t\\n]]|\\n(?!\\t|Caused by: |Wrapped by: |$)");

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(128);
        TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
        line.append(' ').append(String.format(Locale.ROOT, "%-5s", event.getLevel()));
        String logger = event.getLoggerName();
        line.append(' ').append(logger, logger.lastIndexOf('.') + 1, logger.length());
        line.append(" [").append(event.getThreadName()).append("] ");
        line.append(safe(event.getFormattedMessage())).append('\n');
        if (event.getThrowableProxy() != null) {
            line.append(trace(event.getThrowableProxy()));
            if (line.charAt(line.length() - 1) != '\n') {
                line.append('\n');
            }
        }
        return line.toString();
    }

    /** A fault with all its causes, whose lines are its own. */
    static String trace(IThrowableProxy thrown) {
        String trace = ThrowableProxyUtil.asString(thrown).replace("\r\n", "\n");
        return UNSAFE_IN_TRACE.matcher(trace).replaceAll("?");
    }

    /** The text on one line, as it is. */
    static String safe(String text) {
        return UNSAFE.matcher(text).replaceAll("?");
    }
}
