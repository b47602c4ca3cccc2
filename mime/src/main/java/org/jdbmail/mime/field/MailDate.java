package org.jdbmail.mime.field;

import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import org.apache.james.mime4j.field.DateTimeFieldLenientImpl;
import org.jspecify.annotations.Nullable;

/**
 * Reads the dates of mail (RFC 5322 §3.3 and the obsolete ones of §4.3), and those that programs write instead. What
 * {@link UsualDate} leaves, Mime4j's lenient format reads; what it can't read, or reads only the start of, is first put into
 * RFC 5322's order by {@link DateWords}. Its field class isn't used, since that gives a {@link java.util.Date}, which has
 * lost the zone.
 */
public final class MailDate {
    private static final int LONGEST = 200;

    /** Mime4j's own style would read the 31st of February as the 3rd of March. */
    private static final DateTimeFormatter FORMAT =
            DateTimeFieldLenientImpl.RFC_5322.withResolverStyle(ResolverStyle.STRICT);

    /** RFC 5322 §4.3: another year may have had two or three digits, which Mime4j takes in a way of its own. */
    private static final int FIRST_YEAR = 1900;

    private static final int LAST_YEAR = 2049;

    private MailDate() {}

    /**
     * The time that a Date field tells, with its zone; without a readable zone it is UTC.
     *
     * @return null if there is no date in it
     */
    public static @Nullable OffsetDateTime parse(@Nullable FieldValue value) {
        return value == null ? null : parse(value.unfolded());
    }

    /** The same from a text on one line. */
    public static @Nullable OffsetDateTime parse(String text) {
        OffsetDateTime usual = UsualDate.read(text);
        return usual == null ? unusual(text) : usual;
    }

    /** Reads a date in whatever form. */
    static @Nullable OffsetDateTime unusual(String text) {
        String start = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        ParsePosition end = new ParsePosition(0);
        OffsetDateTime date = read(start, end);
        if (date != null && isFourDigits(date.getYear()) && isComment(start, end.getIndex())) {
            return date;
        }
        String ordered = DateWords.inOrder(start);
        OffsetDateTime guessed = ordered == null ? null : read(ordered, new ParsePosition(0));
        // RFC 5322 §3.3: no year is before 1900.
        return guessed == null || guessed.getYear() < FIRST_YEAR ? null : guessed;
    }

    private static @Nullable OffsetDateTime read(String text, ParsePosition from) {
        try {
            return OffsetDateTime.from(FORMAT.parse(text, from)).withNano(0);
        } catch (DateTimeException _) {
            return null;
        }
    }

    static boolean isFourDigits(int year) {
        return year >= FIRST_YEAR && year <= LAST_YEAR;
    }

    /** Whether nothing but a comment follows, usually the name of the zone. */
    static boolean isComment(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > ' ') {
                return c == '(';
            }
        }
        return true;
    }
}
