package org.jdbmail.imapd.proto;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/** Dates as IMAP writes them (RFC 3501 §9, date and date-time). */
final class Dates {
    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");

    private Dates() {}

    /** A day, quoted or not: {@code 1-Feb-1994}. */
    static LocalDate day(Tokenizer in) throws ImapSyntaxException {
        boolean quoted = in.take('"');
        LocalDate day = plainDay(in);
        if (quoted) {
            in.expect('"');
        }
        return day;
    }

    private static LocalDate plainDay(Tokenizer in) throws ImapSyntaxException {
        long day = in.number();
        in.expect('-');
        int month = MONTHS.indexOf(in.name3());
        in.expect('-');
        long year = in.number();
        if (month < 0 || year > 9999) {
            throw new ImapSyntaxException("Not a date");
        }
        try {
            return LocalDate.of((int) year, month + 1, (int) Math.min(day, 99));
        } catch (DateTimeException e) {
            throw new ImapSyntaxException("Not a date");
        }
    }

    /** A moment, {@code "17-Jul-1996 02:44:25 -0700"}, as seconds since 1970-01-01T00:00:00Z. */
    static long moment(Tokenizer in) throws ImapSyntaxException {
        in.expect('"');
        in.skipSpaces();
        LocalDate day = plainDay(in);
        in.space();
        long hour = in.number();
        in.expect(':');
        long minute = in.number();
        in.expect(':');
        long second = in.number();
        in.space();
        int sign = in.take('-') ? -1 : 1;
        if (sign == 1) {
            in.expect('+');
        }
        long zone = in.number();
        in.expect('"');
        if (hour > 23 || minute > 59 || second > 60 || zone > 9959 || zone % 100 > 59) {
            throw new ImapSyntaxException("Not a date and time");
        }
        // A leap second becomes the second before it.
        LocalDateTime local = day.atTime((int) hour, (int) minute, (int) Math.min(second, 59));
        return local.toEpochSecond(ZoneOffset.UTC) - sign * (zone / 100 * 3600 + zone % 100 * 60);
    }

    /** The three letters of a month, 1 for January, as they are written. */
    static String month(int number) {
        String upper = MONTHS.get(number - 1);
        return upper.charAt(0) + upper.substring(1).toLowerCase(Locale.ROOT);
    }
}
