package org.jdbmail.cli.start;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jdbmail.wire.SessionName;

/**
 * An object of JSON on each line of the log, for programs that gather logs: {@code time} (UTC), {@code level}, {@code class}, {@code thread},
 * {@code process} (its number), {@code message} (the text), {@code fault} (a trace, if there is one); and what it is about, as far as that is known:
 * {@code session}, {@code message_id}, and {@code trace_id} where traces are made.
 */
final class JsonLayout extends LayoutBase<ILoggingEvent> {
    private static final Pattern SPECIAL = Pattern.compile("[\"\\\\\\p{Cc}\\p{Cf}\\x{2028}\\x{2029}\\p{Cs}]");
    private static final long PROCESS = ProcessHandle.current().pid();

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(256);
        line.append('{');
        add(line, "time", Instant.ofEpochMilli(event.getTimeStamp()).toString());
        add(line, "level", event.getLevel().toString());
        add(line, "class", event.getLoggerName());
        add(line, "thread", event.getThreadName());
        line.append("\"process\":").append(PROCESS).append(',');
        Map<String, String> about = new TreeMap<>(event.getMDCPropertyMap());
        // The appenders write in the thread that logs.
        SessionName.ofThread().ifPresent(session -> about.put("session", session));
        about.forEach((name, value) -> add(line, name, value));
        add(line, "message", event.getFormattedMessage());
        if (event.getThrowableProxy() != null) {
            add(line, "fault", LogLayout.trace(event.getThrowableProxy()));
        }
        line.setCharAt(line.length() - 1, '}');
        return line.append('\n').toString();
    }

    private static void add(StringBuilder line, String name, String value) {
        line.append('"').append(name).append("\":\"").append(escaped(value)).append("\",");
    }

    /** RFC 8259 §7; and what is no letter, which might disturb a terminal. */
    private static String escaped(String text) {
        return SPECIAL.matcher(text).replaceAll(found -> switch (found.group()) {
            case "\"" -> "\\\\\"";
            case "\\" -> "\\\\\\\\";
            case "\n" -> "\\\\n";
            case "\t" -> "\\\\t";
            default -> units(found.group());
        });
    }

    private static String units(String character) {
        StringBuilder escaped = new StringBuilder();
        character.chars().forEach(unit -> escaped.append(String.format(Locale.ROOT, "\\\\u%04x", unit)));
        return escaped.toString();
    }
}
