package org.jdbmail.core.reading;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * How many octets of messages may be in memory for clients that are written to, in all of a process: there is enough for those who
 * read quickly to get large slices, and however many read slowly, or not at all, together they do not hold much. And how many of them
 * read from the store at the same time.
 */
public final class Room {
    /** Octets of the smallest slice, which everybody gets. */
    static final long SMALLEST = 64 << 10;

    /** Octets of the largest. */
    static final long LARGEST = 1 << 20;

    /** Who comes gets this part of what is left. */
    private static final int SHARE = 16;

    /**
     * How many read at the same time. Fewer than there are connections to the database, so that who wants little finds one soon:
     * a login, a look for news. More would hardly be quicker together.
     */
    private static final int READERS = 4;

    private final Semaphore readers = new Semaphore(READERS, true);
    private final long octets;
    private final AtomicLong held = new AtomicLong();

    /** @param octets how many there are to share */
    public Room(long octets) {
        this.octets = octets;
    }

    /** Takes so many, or fewer, down to {@link #SMALLEST}; to be given back. */
    long take(long wanted) {
        long left = Math.max(0, octets - held.get());
        long taken = Math.min(wanted, Math.max(SMALLEST, left / SHARE));
        held.addAndGet(taken);
        return taken;
    }

    void giveBack(long taken) {
        held.addAndGet(-taken);
    }

    /** Reads from the store, after waiting for a turn. */
    public <T> T reading(Supplier<T> read) {
        readers.acquireUninterruptibly();
        try {
            return read.get();
        } finally {
            readers.release();
        }
    }

    /** Octets that are taken now. */
    public long held() {
        return held.get();
    }
}
