package org.jdbmail.core.mime;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the dates of mail (RFC 5322 §3.3 and the obsolete ones of §4.3), and those that programs write instead: without
 * commas, without seconds, with the year in two digits, with names of zones, in the order of C's {@code ctime}. Words
 * are told apart by what they look like; what looks like nothing is passed over.
 */
public final class MailDate {
    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
    private static final int LONGEST = 200;

    private int day;
    private int month;
    private int year = -1;
    private int hour = -1;
    private int minute;
    private int second;
    private @Nullable ZoneOffset zone;
    private boolean afternoon;
    private boolean morning;

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
        MailDate date = new MailDate();
        date.read(text.length() > LONGEST ? text.substring(0, LONGEST) : text);
        return date.result();
    }

    private void read(String text) {
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '(') {
                i = afterComment(text, i);
                continue;
            }
            if (!isWord(c)) {
                i++;
                continue;
            }
            int start = i++;
            while (i < text.length() && isWord(text.charAt(i)) && !endsDatePart(text, start, i)) {
                i++;
            }
            word(text, start, i);
        }
    }

    private static int afterComment(String text, int start) {
        int level = 0;
        for (int i = start; i < text.length(); i++) {
            if (text.charAt(i) == '(') {
                level++;
            } else if (text.charAt(i) == ')' && --level == 0) {
                return i + 1;
            }
        }
        return text.length();
    }

    private static boolean isWord(char c) {
        return isDigit(c) || isLetter(c) || c == ':' || c == '+' || c == '-';
    }

    /** A hyphen inside a word is one between day, month and year ("14-Apr-2026"), or starts a zone ("10:00-0700"). */
    private static boolean endsDatePart(String text, int start, int i) {
        char c = text.charAt(i);
        if (c == '-' || c == '+') {
            return !text.startsWith("GMT", start) && !text.startsWith("UTC", start);
        }
        return i == start + 1 && text.charAt(start) == '-' && isLetter(c);
    }

    private void word(String text, int start, int end) {
        char first = text.charAt(start);
        if ((first == '-' || first == '+') && end - start > 1) {
            if (hour >= 0 && zone == null) {
                zone = numericZone(text, start, end);
            } else {
                word(text, start + 1, end);
            }
        } else if (isDigit(first)) {
            if (text.substring(start, end).indexOf(':') > 0) {
                time(text.substring(start, end));
            } else {
                number(text, start, end);
            }
        } else if (isLetter(first)) {
            name(text.substring(start, end).toLowerCase(Locale.ROOT));
        }
    }

    private void number(String text, int start, int end) {
        int digits = start;
        while (digits < end && isDigit(text.charAt(digits))) {
            digits++;
        }
        int length = digits - start;
        if (length > 4) {
            return;
        }
        int number = Integer.parseInt(text, start, digits, 10);
        if (day == 0 && length <= 2) {
            day = number;
        } else if (year < 0) {
            year = year(number, length);
        }
    }

    /** RFC 5322 §4.3: years of two and three digits. */
    private static int year(int number, int digits) {
        if (digits == 2) {
            return number < 50 ? 2000 + number : 1900 + number;
        }
        return digits == 3 ? 1900 + number : number;
    }

    private void time(String text) {
        if (hour >= 0) {
            return;
        }
        int[] parts = new int[3];
        int part = 0;
        for (int i = 0; i < text.length() && part < 3; i++) {
            char c = text.charAt(i);
            if (isDigit(c)) {
                parts[part] = Math.min(99, parts[part] * 10 + c - '0');
            } else if (c == ':') {
                part++;
            } else {
                break;
            }
        }
        hour = parts[0];
        minute = parts[1];
        second = parts[2];
    }

    private static ZoneOffset numericZone(String text, int start, int end) {
        int digits = start + 1;
        int number = 0;
        int count = 0;
        for (; digits < end && count < 4; digits++) {
            char c = text.charAt(digits);
            if (isDigit(c)) {
                number = number * 10 + c - '0';
                count++;
            } else if (c != ':') {
                break;
            }
        }
        int minutes = count <= 2 ? number * 60 : number / 100 * 60 + number % 100;
        if (minutes > 18 * 60) {
            return ZoneOffset.UTC;
        }
        return ZoneOffset.ofTotalSeconds((text.charAt(start) == '-' ? -minutes : minutes) * 60);
    }

    private void name(String name) {
        int found = name.length() >= 3 ? MONTHS.indexOf(name.substring(0, 3)) : -1;
        if (month == 0 && found >= 0 && found % 3 == 0) {
            month = found / 3 + 1;
            return;
        }
        switch (name) {
            case "am" -> morning = true;
            case "pm" -> afternoon = true;
            default -> {
                ZoneOffset named = hour < 0 ? null : namedZone(name);
                zone = zone == null ? named : zone;
            }
        }
    }

    /** RFC 5322 §4.3; a military letter and any other name say nothing. */
    private static @Nullable ZoneOffset namedZone(String name) {
        return switch (name) {
            case "ut", "gmt", "utc", "z" -> ZoneOffset.UTC;
            case "edt" -> ZoneOffset.ofHours(-4);
            case "est", "cdt" -> ZoneOffset.ofHours(-5);
            case "cst", "mdt" -> ZoneOffset.ofHours(-6);
            case "mst", "pdt" -> ZoneOffset.ofHours(-7);
            case "pst" -> ZoneOffset.ofHours(-8);
            case "cet", "bst" -> ZoneOffset.ofHours(1);
            case "cest", "eet" -> ZoneOffset.ofHours(2);
            case "jst" -> ZoneOffset.ofHours(9);
            default -> name.startsWith("gmt") || name.startsWith("utc") ? gmtPlus(name) : null;
        };
    }

    private static @Nullable ZoneOffset gmtPlus(String name) {
        char sign = name.charAt(3);
        return sign == '+' || sign == '-' ? numericZone(name, 3, name.length()) : null;
    }

    private @Nullable OffsetDateTime result() {
        if (day == 0 || month == 0 || year < 0) {
            return null;
        }
        int hours = Math.max(0, hour);
        if (afternoon && hours < 12) {
            hours += 12;
        } else if (morning && hours == 12) {
            hours = 0;
        }
        try {
            // A leap second is the last one that Java knows.
            return OffsetDateTime.of(
                    year,
                    month,
                    day,
                    hours,
                    minute,
                    second == 60 ? 59 : second,
                    0,
                    zone == null ? ZoneOffset.UTC : zone);
        } catch (DateTimeException _) {
            return null;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    }
}
