package org.jdbmail.core.moving.mbox;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line that begins a message in an mbox: {@code From }, who sent it, and when it came (RFC 4155 appendix A). Not every line that
 * begins with {@code From } is one: programs forget to mark those inside of messages, and so a line without such a time is text.
 */
final class Postmark {
    /** A line of text is longer than any of these. */
    static final int LONGEST = 1_000;

    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    /** As asctime() has it, with what some programs add: a zone before or behind the year. */
    private static final Pattern TIME = Pattern.compile(
            "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (" + String.join("|", MONTHS)
                    + ") +(\\d{1,2}) +(\\d{1,2}):(\\d{2})(?::(\\d{2}))?(?: [A-Z]{1,5})?(?: ([+-]\\d{4}))? (\\d{4})(?: ([+-]\\d{4}))?\\s*$");

    private Postmark() {}

    /** The time that a line tells; empty if it is no such line. */
    static Optional<Instant> of(String line) {
        if (!line.startsWith("From ") || line.length() > LONGEST) {
            return Optional.empty();
        }
        Matcher time = TIME.matcher(line);
        if (!time.find()) {
            return Optional.empty();
        }
        try {
            String zone = time.group(6) == null ? time.group(8) : time.group(6);
            String second = time.group(5);
            return Optional.of(LocalDateTime.of(
                            Integer.parseInt(time.group(7)),
                            MONTHS.indexOf(time.group(1)) + 1,
                            Integer.parseInt(time.group(2)),
                            Integer.parseInt(time.group(3)),
                            Integer.parseInt(time.group(4)),
                            second == null ? 0 : Integer.parseInt(second))
                    .toInstant(zone == null ? ZoneOffset.UTC : ZoneOffset.of(zone)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
