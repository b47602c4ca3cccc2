package org.jdbmail.mime.field;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Reads a date that is written to the letter of RFC 5322 §3.3, as nearly all are, with single spaces and with seconds:
 * {@code Tue, 3 Mar 2026 10:20:30 +0100}. A formatter that knows all forms took a fifth of what a delivery does in Java.
 * Whatever looks otherwise is left to it.
 */
final class UsualDate {
    private static final String WEEKDAYS = "Mon,Tue,Wed,Thu,Fri,Sat,Sun,";
    private static final String MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec ";

    /** A name of three letters and what ends it. */
    private static final int NAME = 4;

    private static final int LARGEST_OFFSET = 14;

    private final String text;
    private int at;
    private boolean isUsual = true;

    private UsualDate(String text) {
        this.text = text;
    }

    /** The date, with its zone; null if it is written otherwise, or there is no such day or time. */
    static @Nullable OffsetDateTime read(String text) {
        return new UsualDate(text).read();
    }

    private @Nullable OffsetDateTime read() {
        // The weekday says nothing that the rest doesn't; a wrong one is passed over.
        if (!isDigit(at)) {
            name(WEEKDAYS);
            expect(' ');
        }
        int day = number(isDigit(at + 1) ? 2 : 1);
        expect(' ');
        int month = name(MONTHS);
        int year = number(4);
        expect(' ');
        int hour = number(2);
        expect(':');
        int minute = number(2);
        expect(':');
        int second = number(2);
        expect(' ');
        ZoneOffset zone = zone();
        if (!isUsual || zone == null || !MailDate.isFourDigits(year) || !MailDate.isComment(text, at)) {
            return null;
        }
        try {
            return OffsetDateTime.of(year, month, day, hour, minute, second, 0, zone);
        } catch (DateTimeException _) {
            return null;
        }
    }

    private @Nullable ZoneOffset zone() {
        boolean isWest = at < text.length() && text.charAt(at) == '-';
        expect(isWest ? '-' : '+');
        int hours = number(2);
        int minutes = number(2);
        if (hours > LARGEST_OFFSET || minutes > 59) {
            return null;
        }
        int seconds = (hours * 60 + minutes) * 60;
        return ZoneOffset.ofTotalSeconds(isWest ? -seconds : seconds);
    }

    /** Which of the names this is, from 1 on. */
    private int name(String names) {
        for (int i = 0; i < names.length(); i += NAME) {
            if (text.regionMatches(at, names, i, NAME)) {
                at += NAME;
                return i / NAME + 1;
            }
        }
        isUsual = false;
        return 0;
    }

    private int number(int digits) {
        int number = 0;
        for (int i = 0; i < digits; i++) {
            if (!isDigit(at)) {
                isUsual = false;
                return 0;
            }
            number = number * 10 + text.charAt(at++) - '0';
        }
        return number;
    }

    private boolean isDigit(int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    private void expect(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
        } else {
            isUsual = false;
        }
    }
}
