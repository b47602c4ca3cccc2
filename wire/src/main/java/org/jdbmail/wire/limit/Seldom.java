package org.jdbmail.wire.limit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Lets a line into the log once a minute, however often there is cause for it, and counts what was not told. */
public final class Seldom {
    private static final long EVERY = Duration.ofMinutes(1).toNanos();

    private final LongSupplier clock;
    private final AtomicLong last;
    private final AtomicInteger untold = new AtomicInteger();

    public Seldom() {
        this(System::nanoTime);
    }

    /** @param clock in nanoseconds */
    Seldom(LongSupplier clock) {
        this.clock = clock;
        this.last = new AtomicLong(clock.getAsLong() - EVERY);
    }

    /**
     * There is cause for a line.
     *
     * @return -1 if none is due; else how many causes had none since the last line
     */
    public int cause() {
        long now = clock.getAsLong();
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
