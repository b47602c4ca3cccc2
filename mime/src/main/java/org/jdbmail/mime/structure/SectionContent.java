package org.jdbmail.mime.structure;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;
import org.jdbmail.mime.bytes.MessageBytes;

/**
 * What a section of a message holds: ranges of the message, and now and then a few bytes after them that the message
 * doesn't have. Nothing is copied until it is written, so that a large part can be streamed and a partial fetch takes
 * no more than it gives.
 */
public final class SectionContent {
    private static final byte[] NOTHING = new byte[0];

    private final MessageBytes message;
    /** Start and end of each range, one after the other. */
    private int[] ranges = new int[2];

    private int used;
    private byte[] tail = NOTHING;
    private int size;

    SectionContent(MessageBytes message) {
        this.message = message;
    }

    SectionContent add(int from, int to) {
        if (from == to) {
            return this;
        }
        size += to - from;
        if (used > 0 && ranges[used - 1] == from) {
            ranges[used - 1] = to;
            return this;
        }
        if (used == ranges.length) {
            ranges = Arrays.copyOf(ranges, used * 2);
        }
        ranges[used++] = from;
        ranges[used++] = to;
        return this;
    }

    SectionContent tail(byte[] bytes) {
        size += bytes.length - tail.length;
        tail = bytes;
        return this;
    }

    /** Offset after the last range; 0 if there is none. */
    int end() {
        return used == 0 ? 0 : ranges[used - 1];
    }

    /** Bytes in all. */
    public int size() {
        return size;
    }

    /** Writes everything. */
    public void writeTo(OutputStream out) throws IOException {
        writeTo(out, 0, size);
    }

    /**
     * Writes a stretch of the section.
     *
     * @param from first byte, counted from the start of the section
     * @param to after the last byte
     * @throws IndexOutOfBoundsException if that isn't within the section
     */
    public void writeTo(OutputStream out, int from, int to) throws IOException {
        Objects.checkFromToIndex(from, to, size);
        int skip = from;
        int left = to - from;
        for (int i = 0; i < used && left > 0; i += 2) {
            int length = ranges[i + 1] - ranges[i];
            if (skip >= length) {
                skip -= length;
                continue;
            }
            int count = Math.min(left, length - skip);
            message.writeTo(out, ranges[i] + skip, ranges[i] + skip + count);
            left -= count;
            skip = 0;
        }
        out.write(tail, Math.min(skip, tail.length), left);
    }

    /** A copy of everything, for sections that are known to be small. */
    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(size);
        try {
            writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
