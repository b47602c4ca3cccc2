package org.jdbmail.mime.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The part of a message that the scanner looks at: one array that covers a stretch of the message, and moves on when
 * asked for bytes beyond it. A message in one array is covered whole and never copied. The searches look at eight bytes
 * at a time, which makes them some times faster than a loop over bytes.
 */
public final class Window {
    /** How much of a message that isn't in one array is looked at in one go. */
    private static final int CAPACITY = 64 * 1024;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LINE_FEEDS = 0x0a0a0a0a0a0a0a0aL;
    private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;

    private final MessageBytes message;
    private final int size;
    private byte[] buffer;
    /** Offset in the message of the buffer's first byte, and of the first byte after the buffer. */
    private int base;

    private int end;
    private int lines;

    public Window(MessageBytes message) {
        this.message = message;
        this.size = message.size();
        if (message instanceof ArrayBytes whole) {
            buffer = whole.array();
            end = size;
        } else {
            buffer = new byte[Math.min(CAPACITY, size)];
        }
    }

    int size() {
        return size;
    }

    /** Line feeds that {@link #nextLine} and {@link #nextDashLine} have passed since the window was made. */
    public int lines() {
        return lines;
    }

    /** Makes the next {@code count} bytes from an offset (fewer at the end of the message) readable. */
    public void ensure(int offset, int count) {
        int wanted = offset + Math.min(size - offset, count);
        if (offset < base || wanted > end) {
            base = offset;
            int length = Math.min(buffer.length, size - offset);
            message.read(offset, buffer, 0, length);
            end = offset + length;
        }
    }

    /** The byte at an offset, which the window must cover. */
    public byte at(int offset) {
        return buffer[offset - base];
    }

    /** The array behind the window, in which the byte at an offset has the index {@code index(offset)}. */
    public byte[] array() {
        return buffer;
    }

    /** The index in {@link #array} of the byte at an offset that the window covers. */
    public int index(int offset) {
        return offset - base;
    }

    /** The offset after the next line feed, or the size of the message if there is none. */
    public int nextLine(int from) {
        int offset = from;
        while (offset < size) {
            ensure(offset, 1);
            int found = indexOfLineFeed(offset - base, end - base);
            if (found >= 0) {
                lines++;
                return base + found + 1;
            }
            offset = end;
        }
        return size;
    }

    private int indexOfLineFeed(int from, int to) {
        byte[] bytes = buffer;
        int i = from;
        for (; i + 8 <= to; i += 8) {
            long hits = lineFeeds((long) LONGS.get(bytes, i));
            if (hits != 0) {
                return i + (Long.numberOfTrailingZeros(hits) >>> 3);
            }
        }
        for (; i < to; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** The next offset after a line feed, at or behind which no line start was, where a line begins with two dashes. */
    public int nextDashLine(int from) {
        int offset = from;
        while (offset < size) {
            ensure(offset, 1);
            int line = nextDash(offset - base, end - base);
            if (line < 0) {
                offset = end;
                continue;
            }
            offset = base + line;
            ensure(offset, 2);
            if (offset + 1 < size && at(offset) == '-' && at(offset + 1) == '-') {
                return offset;
            }
        }
        return size;
    }

    /** Index of the next line that starts with a dash or whose start lies at the end of the buffer; -1 if none. */
    private int nextDash(int from, int to) {
        byte[] bytes = buffer;
        int i = from;
        int count = 0;
        for (; i + 8 < to; i += 8) {
            long hits = lineFeeds((long) LONGS.get(bytes, i));
            while (hits != 0) {
                count++;
                int next = i + (Long.numberOfTrailingZeros(hits) >>> 3) + 1;
                if (bytes[next] == '-') {
                    lines += count;
                    return next;
                }
                hits &= hits - 1;
            }
        }
        for (; i < to; i++) {
            if (bytes[i] == '\n') {
                count++;
                if (i + 1 == to || bytes[i + 1] == '-') {
                    lines += count;
                    return i + 1;
                }
            }
        }
        lines += count;
        return -1;
    }

    /** Passes everything up to the end of the message and counts its line feeds. */
    public void countToEnd(int from) {
        int offset = from;
        while (offset < size) {
            ensure(offset, 1);
            lines += count(offset - base, end - base);
            offset = end;
        }
    }

    private int count(int from, int to) {
        byte[] bytes = buffer;
        int count = 0;
        int i = from;
        for (; i + 8 <= to; i += 8) {
            count += Long.bitCount(lineFeeds((long) LONGS.get(bytes, i)));
        }
        for (; i < to; i++) {
            if (bytes[i] == '\n') {
                count++;
            }
        }
        return count;
    }

    /** The top bit of each byte that is a line feed; exact, with no carry from byte to byte. */
    private static long lineFeeds(long word) {
        long difference = word ^ LINE_FEEDS;
        return ~(((difference & LOW_BITS) + LOW_BITS) | difference | LOW_BITS);
    }
}
