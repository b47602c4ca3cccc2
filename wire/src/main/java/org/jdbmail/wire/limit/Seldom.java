package org.jdbmail.wire.limit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Lets a line into the log once a minute, however often there is cause for it, and counts what was not told. */
public final class Seldom {
    private static final long EVERY = Duration.ofMinutes(1).toNanos();

    private final AtomicLong last = new AtomicLong(System.nanoTime() - EVERY);
    private final AtomicInteger untold = new AtomicInteger();

    /**
     * There is cause for a line.
     *
     * @return -1 if none is due; else how many causes had none since the last line
     */
    public int cause() {
        long now = System.nanoTime();
        long before = last.get();
        if (now - before >= EVERY && last.compareAndSet(before, now)) {
            return untold.getAndSet(0);
        }
        untold.incrementAndGet();
        return -1;
    }

    /** Words for the end of a line: nothing, or how many like it were not told. */
    public static String andMore(int untold) {
        return untold == 0 ? "" : " (and " + untold + " more since the last such line)";
    }
}
