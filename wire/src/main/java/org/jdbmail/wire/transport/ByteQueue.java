package org.jdbmail.wire.transport;

import java.nio.ByteBuffer;
import org.jdbmail.wire.limit.Budget;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in the order of their coming, as a chain of arrays that are taken over rather than copied. Empty, it holds no
 * array. Not safe for several threads.
 */
public final class ByteQueue {
    /** An array mostly empty is not kept: the peer decides how small its packets are, we decide what they cost. */
    private static final int WASTE = 256;

    /** What an array costs beside its bytes. */
    private static final int OVERHEAD = 64;

    private static final class Chunk {
        final byte[] bytes;
        int from;
        int to;

        @Nullable
        Chunk next;

        Chunk(byte[] bytes, int from, int to) {
            this.bytes = bytes;
            this.from = from;
            this.to = to;
        }
    }

    private final Budget budget;
    private @Nullable Chunk head;
    private @Nullable Chunk tail;
    private int size;
    private int held;

    /** @param budget what its arrays are counted in */
    public ByteQueue(Budget budget) {
        this.budget = budget;
    }

    /** How much memory it holds, in octets. */
    public int held() {
        return held;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** Appends; the array belongs to this queue from now on. */
    public void add(byte[] bytes, int from, int to) {
        int n = to - from;
        if (n == 0) {
            return;
        }
        Chunk last = tail;
        if (last != null && last.bytes.length - last.to >= n) {
            System.arraycopy(bytes, from, last.bytes, last.to, n);
            last.to += n;
        } else if (bytes.length > 2 * n + WASTE) {
            byte[] less = new byte[n + WASTE];
            System.arraycopy(bytes, from, less, 0, n);
            link(new Chunk(less, 0, n));
        } else {
            link(new Chunk(bytes, from, to));
        }
        size += n;
    }

    private void link(Chunk chunk) {
        held += chunk.bytes.length + OVERHEAD;
        budget.take(chunk.bytes.length + OVERHEAD);
        Chunk last = tail;
        if (last == null) {
            head = chunk;
        } else {
            last.next = chunk;
        }
        tail = chunk;
    }

    /** Moves the first array of another queue to the end of this one; false if there is none. */
    public boolean moveFirstFrom(ByteQueue other) {
        Chunk first = other.head;
        if (first == null) {
            return false;
        }
        other.unlink(first);
        int n = first.to - first.from;
        other.size -= n;
        first.next = null;
        link(first);
        size += n;
        return true;
    }

    private void unlink(Chunk first) {
        held -= first.bytes.length + OVERHEAD;
        budget.give(first.bytes.length + OVERHEAD);
        head = first.next;
        if (head == null) {
            tail = null;
        }
    }

    /** Where the byte first occurs at or after an offset; -1 if nowhere. */
    public int indexOf(byte wanted, int start) {
        int base = 0;
        for (Chunk c = head; c != null; c = c.next) {
            int n = c.to - c.from;
            if (start < base + n) {
                for (int i = c.from + Math.max(0, start - base); i < c.to; i++) {
                    if (c.bytes[i] == wanted) {
                        return base + i - c.from;
                    }
                }
            }
            base += n;
        }
        return -1;
    }

    /** The byte at an offset below {@link #size()}. */
    public byte at(int offset) {
        int rest = offset;
        for (Chunk c = head; c != null; c = c.next) {
            int n = c.to - c.from;
            if (rest < n) {
                return c.bytes[c.from + rest];
            }
            rest -= n;
        }
        throw new IndexOutOfBoundsException(offset);
    }

    /** Takes up to {@code len} bytes out; how many. */
    public int take(byte[] into, int off, int len) {
        int done = 0;
        Chunk c = head;
        while (c != null && done < len) {
            int n = Math.min(len - done, c.to - c.from);
            System.arraycopy(c.bytes, c.from, into, off + done, n);
            done += n;
            drop(c, n);
            c = head;
        }
        return done;
    }

    /** Drops up to {@code len} bytes; how many. */
    public int skip(int len) {
        int done = 0;
        Chunk c = head;
        while (c != null && done < len) {
            int n = Math.min(len - done, c.to - c.from);
            done += n;
            drop(c, n);
            c = head;
        }
        return done;
    }

    private void drop(Chunk first, int n) {
        first.from += n;
        size -= n;
        if (first.from == first.to) {
            unlink(first);
        }
    }

    /** The first bytes in one piece, read-only; without remaining bytes when the queue is empty. */
    public ByteBuffer peek() {
        Chunk c = head;
        return c == null
                ? ByteBuffer.allocate(0)
                : ByteBuffer.wrap(c.bytes, c.from, c.to - c.from).slice().asReadOnlyBuffer();
    }

    /** Takes out exactly {@code n} bytes, at most {@link #size()}, in one piece; copied only where they lie in several arrays. */
    public ByteBuffer takePiece(int n) {
        Chunk c = head;
        if (c != null && c.to - c.from >= n) {
            ByteBuffer piece = ByteBuffer.wrap(c.bytes, c.from, n);
            drop(c, n);
            return piece;
        }
        byte[] copy = new byte[n];
        int got = take(copy, 0, n);
        return ByteBuffer.wrap(copy, 0, got);
    }

    /** How many arrays are held. */
    public int pieces() {
        int n = 0;
        for (Chunk c = head; c != null; c = c.next) {
            n++;
        }
        return n;
    }

    /** Forgets everything. */
    public void clear() {
        budget.give(held);
        held = 0;
        head = null;
        tail = null;
        size = 0;
    }
}
