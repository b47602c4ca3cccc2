package org.jdbmail.core.reading;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many octets of messages may be in memory for clients that are written to, in all of a process: there is enough for those who
 * read quickly to get large slices, and however many read slowly, or not at all, together they do not hold much.
 */
public final class Room {
    /** Octets of the smallest slice, which everybody gets. */
    static final long SMALLEST = 64 << 10;

    /** Octets of the largest. */
    static final long LARGEST = 1 << 20;

    /** Who comes gets this part of what is left. */
    private static final int SHARE = 16;

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

    /** Octets that are taken now. */
    public long held() {
        return held.get();
    }
}
