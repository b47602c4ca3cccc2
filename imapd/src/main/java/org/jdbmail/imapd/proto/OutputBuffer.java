package org.jdbmail.imapd.proto;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Gathers the bytes of responses and hands them on in large pieces. Writes numbers, quoted strings and literals without
 * making objects. Holds no buffer while it is empty.
 */
public final class OutputBuffer {
    private static final int FIRST = 512;
    private static final int LARGE = 16 * 1024;
    private static final byte[] NONE = {};

    private final OutputStream out;
    private byte[] buffer = NONE;
    private int n;
    private boolean utf8;

    public OutputBuffer(OutputStream out) {
        this.out = out;
    }

    /** Whether quoted strings may hold UTF-8 (RFC 6855 §3). */
    void quoteUtf8(boolean on) {
        utf8 = on;
    }

    /** Hands on what is gathered and lets go of the buffer. */
    void release() throws IOException {
        pass();
        buffer = NONE;
    }

    private void pass() throws IOException {
        if (n > 0) {
            out.write(buffer, 0, n);
            n = 0;
        }
    }

    private void room(int wanted) throws IOException {
        if (buffer.length - n < wanted) {
            pass();
            if (buffer.length < LARGE) {
                buffer = new byte[buffer.length == 0 ? FIRST : LARGE];
            }
        }
    }

    void octet(int b) throws IOException {
        room(1);
        buffer[n++] = (byte) b;
    }

    void octets(byte[] bytes) throws IOException {
        octets(bytes, 0, bytes.length);
    }

    void octets(byte[] bytes, int from, int length) throws IOException {
        if (length > FIRST / 2 && length > buffer.length - n) {
            pass();
            out.write(bytes, from, length);
        } else {
            room(length);
            System.arraycopy(bytes, from, buffer, n, length);
            n += length;
        }
    }

    /** The stream below, with everything gathered handed on, for bytes in bulk. */
    OutputStream direct() throws IOException {
        pass();
        return out;
    }

    /** Text whose characters stand for octets. */
    @SuppressWarnings("deprecation") // getBytes(int, int, byte[], int) takes the low octets, which is what is meant
    void text(String latin1) throws IOException {
        int done = 0;
        int length = latin1.length();
        while (done < length) {
            int k = Math.min(length - done, FIRST);
            room(k);
            latin1.getBytes(done, done + k, buffer, n);
            n += k;
            done += k;
        }
    }

    void number(long value) throws IOException {
        room(20);
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        long rest = value;
        for (int i = n + digits - 1; i >= n; i--) {
            buffer[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        n += digits;
    }

    /** A number below 100 as two digits. */
    private void twoDigits(int value) {
        buffer[n++] = (byte) ('0' + value / 10);
        buffer[n++] = (byte) ('0' + value % 10);
    }

    /** A string: quoted where it may be, else a literal (RFC 3501 §4.3). */
    void string(String latin1) throws IOException {
        if (latin1.chars().allMatch(c -> c >= 0x20 && c <= 0x7E || c >= 0x80 && utf8)) {
            octet('"');
            text(
                    latin1.indexOf('"') < 0 && latin1.indexOf('\\') < 0
                            ? latin1
                            : latin1.replace("\\", "\\\\").replace("\"", "\\\""));
            octet('"');
        } else {
            byte[] bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
            literalSize(bytes.length);
            octets(bytes);
        }
    }

    void literalSize(long size) throws IOException {
        octet('{');
        number(size);
        text("}\r\n");
    }

    /** A date-time in UTC (RFC 3501 §9, date-time), from seconds since 1970-01-01T00:00:00Z. */
    void moment(long epochSecond) throws IOException {
        // The days' calendar by arithmetic: years begin in March, so that a leap day ends one.
        long days = Math.floorDiv(epochSecond, 86_400L);
        int second = (int) Math.floorMod(epochSecond, 86_400L);
        long shifted = days + 719_468;
        long era = Math.floorDiv(shifted, 146_097L);
        int dayOfEra = (int) (shifted - era * 146_097);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int shiftedMonth = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1;
        int month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        room(40);
        buffer[n++] = '"';
        if (day < 10) {
            buffer[n++] = ' ';
            buffer[n++] = (byte) ('0' + day);
        } else {
            twoDigits(day);
        }
        buffer[n++] = '-';
        text(Dates.month(month));
        buffer[n++] = '-';
        int fourDigits = Math.clamp(year, 0, 9999);
        twoDigits(fourDigits / 100);
        twoDigits(fourDigits % 100);
        buffer[n++] = ' ';
        twoDigits(second / 3600);
        buffer[n++] = ':';
        twoDigits(second / 60 % 60);
        buffer[n++] = ':';
        twoDigits(second % 60);
        text(" +0000\"");
    }
}
