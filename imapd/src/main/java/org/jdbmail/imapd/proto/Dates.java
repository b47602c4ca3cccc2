package org.jdbmail.imapd.proto;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/** Dates as IMAP writes them (RFC 3501 §9, date and date-time). */
final class Dates {
    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");

    /** What the date columns of every database can hold, in UTC. */
    private static final long FIRST = LocalDate.of(1000, 1, 1).toEpochSecond(LocalTime.MIN, ZoneOffset.UTC);

    private static final long LAST = LocalDate.of(9999, 12, 31).toEpochSecond(LocalTime.MAX, ZoneOffset.UTC);

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
        // RFC 3501 §9, date-day: one digit or two
        int day = in.digits(1, 2);
        in.expect('-');
        int month = MONTHS.indexOf(in.name3());
        in.expect('-');
        int year = in.digits(4, 4);
        if (month < 0) {
            throw new ImapSyntaxException("Not a date");
        }
        try {
            return LocalDate.of(year, month + 1, day);
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
        int hour = in.digits(2, 2);
        in.expect(':');
        int minute = in.digits(2, 2);
        in.expect(':');
        int second = in.digits(2, 2);
        in.space();
        int sign = in.take('-') ? -1 : 1;
        if (sign == 1) {
            in.expect('+');
        }
        int zone = in.digits(4, 4);
        in.expect('"');
        if (hour > 23 || minute > 59 || second > 60 || zone % 100 > 59) {
            throw new ImapSyntaxException("Not a date and time");
        }
        // A leap second becomes the second before it.
        LocalDateTime local = day.atTime(hour, minute, Math.min(second, 59));
        long moment = local.toEpochSecond(ZoneOffset.UTC) - sign * (zone / 100 * 3600L + zone % 100 * 60L);
        if (moment < FIRST || moment > LAST) {
            throw new ImapSyntaxException("A date and time before the year 1000, or after 9999, can't be kept");
        }
        return moment;
    }

    /** The three letters of a month, 1 for January, as they are written. */
    static String month(int number) {
        String upper = MONTHS.get(number - 1);
        return upper.charAt(0) + upper.substring(1).toLowerCase(Locale.ROOT);
    }
}
