package org.jdbmail.core.parts;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The small row beside DBMail's, where DBMail's alone would not give back the exact bytes: which line ends the message
 * had, and what to copy, leave out and insert.
 *
 * <p>The form: one byte, 1 if the message is made from the assembled text with bare LF and 0 if with CRLF; then,
 * deflated, any number of steps, each three numbers and some bytes: how many bytes to copy, how many to leave out, how
 * many to insert, and those. A number is written in groups of seven bits, lowest first, the high bit set on all but the
 * last. What is left of the text after the last step is copied.
 */
public final class Repair {
    /** How many lines ahead a common line is looked for after a difference. */
    private static final int LOOK_AHEAD = 50;

    /** How many bytes ahead at most, so that the time stays linear whatever the message. */
    private static final int LOOK_AHEAD_BYTES = 8_192;

    private Repair() {}

    /**
     * What is needed to get a message back from its rows.
     *
     * @param assembled what {@link PartsAssembler#assemble} makes of the rows
     * @return null if the message is the assembled text with CRLF
     */
    public static byte @Nullable [] between(byte[] assembled, byte[] message) {
        byte[] crlf = LineEnds.toCrlf(assembled);
        if (Arrays.equals(crlf, message)) {
            return null;
        }
        byte[] onCrlf = steps(crlf, message);
        byte[] onLf = steps(assembled, message);
        boolean lf = onLf.length < onCrlf.length;
        byte[] packed = deflate(lf ? onLf : onCrlf);
        byte[] repair = new byte[packed.length + 1];
        repair[0] = (byte) (lf ? 1 : 0);
        System.arraycopy(packed, 0, repair, 1, packed.length);
        return repair;
    }

    /**
     * The message as it came in.
     *
     * @param repair what {@link #between} gave, or null
     * @throws IllegalArgumentException if the repair doesn't fit the text
     */
    public static byte[] apply(byte[] assembled, byte @Nullable [] repair) {
        if (repair == null) {
            return LineEnds.toCrlf(assembled);
        }
        if (repair.length < 1) {
            throw new IllegalArgumentException("empty repair");
        }
        byte[] text = repair[0] == 1 ? assembled : LineEnds.toCrlf(assembled);
        byte[] steps = inflate(repair);
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length + steps.length);
        Cursor in = new Cursor(steps);
        int at = 0;
        while (in.at < steps.length) {
            int copy = in.number();
            int skip = in.number();
            int insert = in.number();
            if (copy > text.length - at || skip > text.length - at - copy || insert > steps.length - in.at) {
                throw new IllegalArgumentException("repair does not fit");
            }
            out.write(text, at, copy);
            at += copy + skip;
            out.write(steps, in.at, insert);
            in.at += insert;
        }
        out.write(text, at, text.length - at);
        return out.toByteArray();
    }

    private static byte[] steps(byte[] text, byte[] message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int t = 0;
        int m = 0;
        while (t < text.length || m < message.length) {
            int mismatch = Arrays.mismatch(text, t, text.length, message, m, message.length);
            if (mismatch < 0) {
                break;
            }
            int copy = mismatch;
            // Meet again at a line's start, so that a common line can be found.
            int t1 = t + copy;
            int m1 = m + copy;
            int[] meeting = meeting(text, t1, message, m1);
            number(out, copy);
            number(out, meeting[0] - t1);
            number(out, meeting[1] - m1);
            out.write(message, m1, meeting[1] - m1);
            t = meeting[0];
            m = meeting[1];
        }
        return out.toByteArray();
    }

    /** Where text and message go on alike after a difference: two offsets, at worst the ends of both. */
    private static int[] meeting(byte[] text, int t, byte[] message, int m) {
        // The commonest difference: one byte more or less, at a line's end.
        for (int step = 1; step <= 2; step++) {
            if (alike(text, t, message, m + step)) {
                return new int[] {t, m + step};
            }
            if (alike(text, t + step, message, m)) {
                return new int[] {t + step, m};
            }
        }
        int[] textLines = lineStarts(text, t);
        int[] messageLines = lineStarts(message, m);
        for (int sum = 0; sum < textLines.length + messageLines.length; sum++) {
            for (int i = Math.max(0, sum - messageLines.length + 1); i <= sum && i < textLines.length; i++) {
                if (alike(text, textLines[i], message, messageLines[sum - i])) {
                    return new int[] {textLines[i], messageLines[sum - i]};
                }
            }
        }
        int last = commonEnd(text, t, message, m);
        return new int[] {text.length - last, message.length - last};
    }

    /** Whether the next eight bytes, or all up to both ends, are the same. */
    private static boolean alike(byte[] text, int t, byte[] message, int m) {
        if (t > text.length || m > message.length) {
            return false;
        }
        int mismatch =
                Arrays.mismatch(text, t, Math.min(text.length, t + 8), message, m, Math.min(message.length, m + 8));
        return mismatch < 0;
    }

    private static int[] lineStarts(byte[] bytes, int from) {
        int[] starts = new int[LOOK_AHEAD];
        int n = 0;
        int end = (int) Math.min(bytes.length, (long) from + LOOK_AHEAD_BYTES);
        for (int i = from; i < end && n < LOOK_AHEAD; i++) {
            if (bytes[i] == '\n') {
                starts[n++] = i + 1;
            }
        }
        return Arrays.copyOf(starts, n);
    }

    private static int commonEnd(byte[] text, int t, byte[] message, int m) {
        int n = 0;
        while (n < text.length - t
                && n < message.length - m
                && text[text.length - 1 - n] == message[message.length - 1 - n]) {
            n++;
        }
        return n;
    }

    private static void number(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest >= 0x80) {
            out.write(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    private static byte[] deflate(byte[] bytes) {
        try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION)) {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[4096];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        }
    }

    private static byte[] inflate(byte[] repair) {
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(repair, 1, repair.length - 1);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[4096];
            while (!inflater.finished()) {
                int count = inflater.inflate(buffer);
                if (count == 0 && !inflater.finished()) {
                    throw new IllegalArgumentException("repair ends early");
                }
                out.write(buffer, 0, count);
            }
            return out.toByteArray();
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("repair is damaged", e);
        }
    }

    /** Reads the numbers of the steps. */
    private static final class Cursor {
        private final byte[] bytes;
        private int at;

        Cursor(byte[] bytes) {
            this.bytes = bytes;
        }

        int number() {
            int value = 0;
            for (int shift = 0; shift < 35; shift += 7) {
                if (at >= bytes.length) {
                    break;
                }
                byte next = bytes[at++];
                value |= (next & 0x7f) << shift;
                if (next >= 0) {
                    if (value < 0) {
                        break;
                    }
                    return value;
                }
            }
            throw new IllegalArgumentException("repair has no number here");
        }
    }
}
