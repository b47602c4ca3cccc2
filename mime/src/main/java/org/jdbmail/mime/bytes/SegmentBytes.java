package org.jdbmail.mime.bytes;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** A message in several arrays, one after the other, as a spool or the pieces of a stored message have it. */
final class SegmentBytes implements MessageBytes {
    private final byte[][] segments;
    /** Where each segment starts, and at the end the size of the message. */
    private final int[] starts;

    private SegmentBytes(byte[][] segments, int[] starts) {
        this.segments = segments;
        this.starts = starts;
    }

    static SegmentBytes of(List<byte[]> list) {
        // An empty segment would give two segments the same start, which the search below doesn't expect.
        byte[][] segments = list.stream().filter(segment -> segment.length > 0).toArray(byte[][]::new);
        int[] starts = new int[segments.length + 1];
        for (int i = 0; i < segments.length; i++) {
            starts[i + 1] = Math.addExact(starts[i], segments[i].length);
        }
        return new SegmentBytes(segments, starts);
    }

    @Override
    public int size() {
        return starts[segments.length];
    }

    private int segmentOf(int offset) {
        int found = Arrays.binarySearch(starts, offset);
        return found >= 0 ? found : -found - 2;
    }

    @Override
    public void read(int from, byte[] into, int at, int length) {
        Objects.checkFromIndexSize(from, length, size());
        int done = 0;
        for (int i = segmentOf(from); done < length; i++) {
            int offset = from + done - starts[i];
            int count = Math.min(length - done, segments[i].length - offset);
            System.arraycopy(segments[i], offset, into, at + done, count);
            done += count;
        }
    }

    @Override
    public void writeTo(OutputStream out, int from, int to) throws IOException {
        Objects.checkFromToIndex(from, to, size());
        int position = from;
        for (int i = segmentOf(from); position < to; i++) {
            int offset = position - starts[i];
            int count = Math.min(to - position, segments[i].length - offset);
            out.write(segments[i], offset, count);
            position += count;
        }
    }

    @Override
    public void update(MessageDigest digest, int from, int to) {
        Objects.checkFromToIndex(from, to, size());
        int position = from;
        for (int i = segmentOf(from); position < to; i++) {
            int offset = position - starts[i];
            int count = Math.min(to - position, segments[i].length - offset);
            digest.update(segments[i], offset, count);
            position += count;
        }
    }
}
