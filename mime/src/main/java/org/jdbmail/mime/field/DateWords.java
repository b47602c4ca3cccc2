package org.jdbmail.mime.field;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts the words of a date into the order of RFC 5322 §3.3: of one with comments or more spaces, without commas, without
 * a time, with the year in two digits, with names of zones, in the order of C's {@code ctime}. Words are told apart by
 * what they look like; what looks like nothing is passed over. Whether the date exists is for its reader to say.
 */
final class DateWords {
    private static final Pattern WORD = Pattern.compile(
            "(?<hour>\\d{1,2}):(?<minute>\\d{1,2})(?::(?<second>\\d{1,2}))?"
                    + "|(?:GMT|UTC)?(?<sign>[+-])(?<zone>\\d{1,4}(?::\\d{2})?)"
                    + "|(?<number>\\d+)"
                    + "|(?<name>[a-z]+)",
            Pattern.CASE_INSENSITIVE);

    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
    private static final int MOST_MINUTES = 18 * 60;

    private int day;
    private @Nullable String month;
    private int year = -1;
    private int hour = -1;
    private int minute;
    private int second;
    private @Nullable String zone;
    private boolean afternoon;
    private boolean morning;

    private DateWords() {}

    /** The date as RFC 5322 writes it, with its zone, or else UTC; null if day, month or year is missing. */
    static @Nullable String inOrder(String text) {
        DateWords words = new DateWords();
        words.read(WORD.matcher(withoutComments(text)));
        return words.result();
    }

    private static String withoutComments(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int level = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '(') {
                level++;
            } else if (level == 0) {
                out.append(c);
            } else if (c == ')' && --level == 0) {
                out.append(' ');
            }
        }
        return out.toString();
    }

    private void read(Matcher word) {
        while (word.find()) {
            if (word.group("hour") != null) {
                time(word);
            } else if (word.group("name") != null) {
                name(word.group("name").toLowerCase(Locale.ROOT));
            } else if (word.group("number") != null) {
                number(word.group("number"));
            } else if (hour >= 0) {
                zone = zone == null ? zone(word.group("sign"), word.group("zone")) : zone;
            } else {
                // Before the time, a hyphen is one between day, month and year: "14-Apr-2026".
                read(WORD.matcher(word.group("zone")));
            }
        }
    }

    private void time(Matcher word) {
        if (hour < 0) {
            hour = Integer.parseInt(word.group("hour"));
            minute = Integer.parseInt(word.group("minute"));
            String seconds = word.group("second");
            second = seconds == null ? 0 : Integer.parseInt(seconds);
        }
    }

    private void number(String digits) {
        if (day == 0 && digits.length() <= 2) {
            day = Integer.parseInt(digits);
        } else if (year < 0 && digits.length() <= 4) {
            year = year(Integer.parseInt(digits), digits.length());
        }
    }

    /** RFC 5322 §4.3: years of two and three digits. */
    private static int year(int number, int digits) {
        if (digits == 2) {
            return number < 50 ? 2000 + number : 1900 + number;
        }
        return digits == 3 ? 1900 + number : number;
    }

    private static String zone(String sign, String digits) {
        String compact = digits.replace(":", "");
        int number = Integer.parseInt(compact);
        int minutes = compact.length() <= 2 ? number * 60 : number / 100 * 60 + number % 100;
        return minutes > MOST_MINUTES
                ? "+0000"
                : String.format(Locale.ROOT, "%s%02d%02d", sign, minutes / 60, minutes % 60);
    }

    private void name(String name) {
        int found = name.length() >= 3 ? MONTHS.indexOf(name.substring(0, 3)) : -1;
        if (month == null && found >= 0 && found % 3 == 0) {
            month = name.substring(0, 3);
            return;
        }
        switch (name) {
            case "am" -> morning = true;
            case "pm" -> afternoon = true;
            default -> zone = zone == null && hour >= 0 ? namedZone(name) : zone;
        }
    }

    /** RFC 5322 §4.3; a military letter and any other name say nothing. */
    private static @Nullable String namedZone(String name) {
        return switch (name) {
            case "ut", "gmt", "utc", "z" -> "+0000";
            case "edt" -> "-0400";
            case "est", "cdt" -> "-0500";
            case "cst", "mdt" -> "-0600";
            case "mst", "pdt" -> "-0700";
            case "pst" -> "-0800";
            case "cet", "bst" -> "+0100";
            case "cest", "eet" -> "+0200";
            case "jst" -> "+0900";
            default -> null;
        };
    }

    private @Nullable String result() {
        if (day == 0 || month == null || year < 0) {
            return null;
        }
        int hours = Math.max(0, hour);
        if (afternoon && hours < 12) {
            hours += 12;
        } else if (morning && hours == 12) {
            hours = 0;
        }
        // A leap second is the last one that Java knows.
        int seconds = second == 60 ? 59 : second;
        String offset = zone == null ? "+0000" : zone;
        return String.format(
                Locale.ROOT, "%d %s %04d %02d:%02d:%02d %s", day, month, year, hours, minute, seconds, offset);
    }
}
