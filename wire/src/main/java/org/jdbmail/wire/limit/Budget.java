package org.jdbmail.wire.limit;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that all connections together may take for bytes on their way: what came in and was not used yet, and what is to
 * go out. The less of it is left, the less one connection may hold: a sixty-fourth of what is left, so that a few that hold
 * much cannot leave nothing for others, and thousands get smaller portions instead of an exhausted heap.
 */
public final class Budget {
    /** Every connection may hold this much, whatever is left; it could not be served with less. */
    public static final int LEAST = 4 * 1024;

    /** Who holds no more than this goes on even when nothing is left. */
    public static final int MODEST = 24 * 1024;

    private static final int PORTIONS = 64;

    private final long octets;
    private final AtomicLong used = new AtomicLong();

    /** @param octets how much there is; what connections may hold whatever is left comes on top of it */
    public Budget(long octets) {
        this.octets = octets;
    }

    /** So much memory is held from now on. */
    public void take(long n) {
        used.addAndGet(n);
    }

    /** So much is not held any more. */
    public void give(long n) {
        used.addAndGet(-n);
    }

    /** How much one connection may hold now, but no more than {@code most}. */
    public int portion(int most) {
        return Math.clamp((octets - used.get()) / PORTIONS, Math.min(LEAST, most), most);
    }

    /** Whether nothing is left. */
    public boolean isExhausted() {
        return used.get() > octets;
    }

    /** How much is held, in octets. */
    public long used() {
        return used.get();
    }

    /** How much there is, in octets. */
    public long octets() {
        return octets;
    }
}
