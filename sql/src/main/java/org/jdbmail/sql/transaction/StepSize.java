package org.jdbmail.sql.transaction;

import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/**
 * How many rows a step of upkeep takes. While one goes on, everybody else who writes waits on SQLite, and elsewhere whoever needs its
 * locks: so it takes as many as can be done in some 20 ms, as the steps before have shown, whatever the rows weigh and however busy the
 * disk is. For one user at a time.
 */
public final class StepSize {
    private static final long AIM = TimeUnit.MILLISECONDS.toNanos(20);

    /** Fewer would cost more commits than they spare. */
    private static final int LEAST = 10;

    private final int most;
    private final LongSupplier clock;
    private int rows;

    /** @param most rows in one step, where they weigh little */
    public StepSize(int most) {
        this(most, System::nanoTime);
    }

    StepSize(int most, LongSupplier clock) {
        this.most = most;
        this.clock = clock;
        // It begins with few, knowing nothing.
        this.rows = Math.max(LEAST, most / 10);
    }

    /** Runs a step, inside its transaction: what it waits for before that says nothing about its rows. */
    public <T> T run(IntFunction<T> step) {
        long start = clock.getAsLong();
        T result = step.apply(rows);
        long took = Math.max(1, clock.getAsLong() - start);
        long fitting = took > AIM ? rows * AIM / took : took < AIM / 2 ? rows * 2L : rows;
        rows = Math.clamp(fitting, LEAST, most);
        return result;
    }
}
