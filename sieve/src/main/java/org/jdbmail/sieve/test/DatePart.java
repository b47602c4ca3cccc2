package org.jdbmail.sieve.test;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.JulianFields;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is looked at of a time (RFC 5260 §4). */
enum DatePart {
    YEAR("uuuu"),
    MONTH("MM"),
    DAY("dd"),
    DATE("uuuu-MM-dd"),
    JULIAN(""),
    HOUR("HH"),
    MINUTE("mm"),
    SECOND("ss"),
    TIME("HH:mm:ss"),
    ISO8601("uuuu-MM-dd'T'HH:mm:ssxxx"),
    STD11("EEE, dd MMM uuuu HH:mm:ss xx"),
    ZONE("xx"),
    WEEKDAY("");

    private final DateTimeFormatter format;

    DatePart(String pattern) {
        this.format = DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    }

    /** The part of a name in any case; null if there is none. */
    static @Nullable DatePart named(String name) {
        String key = name.toUpperCase(Locale.ROOT);
        for (DatePart part : values()) {
            if (part.name().equals(key)) {
                return part;
            }
        }
        return null;
    }

    /** The part of a time. */
    String of(OffsetDateTime time) {
        return switch (this) {
            // RFC 5260 §4.2: of the date in UTC, and days from Sunday on.
            case JULIAN ->
                Long.toString(time.withOffsetSameInstant(ZoneOffset.UTC).getLong(JulianFields.MODIFIED_JULIAN_DAY));
            case WEEKDAY -> Integer.toString(time.getDayOfWeek().getValue() % 7);
            case YEAR, MONTH, DAY, DATE, HOUR, MINUTE, SECOND, TIME, ISO8601, STD11, ZONE -> format.format(time);
        };
    }
}
