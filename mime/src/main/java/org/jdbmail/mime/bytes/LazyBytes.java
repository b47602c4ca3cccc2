package org.jdbmail.mime.bytes;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A large message whose pieces stay where they are stored until they are read, so that a slow reader of 50 MB holds one
 * piece of it and no connection. Safe for several threads; each may fetch a piece again that another has just dropped.
 */
final class LazyBytes implements MessageBytes {
    /** Does something with a part of a segment. */
    @FunctionalInterface
    private interface Part<E extends Exception> {
        void take(byte[] segment, int offset, int count, int done) throws E;
    }

    private record Fetched(int index, byte[] bytes) {}

    private final List<LazySegment> segments;
    /** Where each segment starts, and at the end the size of the message. */
    private final int[] starts;

    private volatile @Nullable Fetched last;

    LazyBytes(List<LazySegment> segments) {
        List<LazySegment> some = new ArrayList<>(segments);
        some.removeIf(segment -> segment.length() == 0);
        this.segments = some;
        this.starts = new int[this.segments.size() + 1];
        for (int i = 0; i < this.segments.size(); i++) {
            starts[i + 1] = Math.addExact(starts[i], this.segments.get(i).length());
        }
    }

    @Override
    public int size() {
        return starts[segments.size()];
    }

    private byte[] segment(int index) {
        Fetched fetched = last;
        if (fetched != null && fetched.index == index) {
            return fetched.bytes;
        }
        byte[] bytes = segments.get(index).fetch().get();
        if (bytes.length != segments.get(index).length()) {
            throw new IllegalStateException("a piece of a message has another length than it was stored with");
        }
        last = new Fetched(index, bytes);
        return bytes;
    }

    private <E extends Exception> void each(int from, int to, Part<E> part) throws E {
        Objects.checkFromToIndex(from, to, size());
        int found = Arrays.binarySearch(starts, from);
        int position = from;
        for (int i = found >= 0 ? found : -found - 2; position < to; i++) {
            int offset = position - starts[i];
            int count = Math.min(to - position, segments.get(i).length() - offset);
            part.take(segment(i), offset, count, position - from);
            position += count;
        }
    }

    @Override
    public void read(int from, byte[] into, int at, int length) {
        Objects.checkFromIndexSize(from, length, size());
        each(
                from,
                from + length,
                (segment, offset, count, done) -> System.arraycopy(segment, offset, into, at + done, count));
    }

    @Override
    public void writeTo(OutputStream out, int from, int to) throws IOException {
        this.<IOException>each(from, to, (segment, offset, count, done) -> out.write(segment, offset, count));
    }

    @Override
    public void update(MessageDigest digest, int from, int to) {
        each(from, to, (segment, offset, count, done) -> digest.update(segment, offset, count));
    }
}
