package org.jdbmail.testkit.net;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for something to become true, looking again and again until a deadline: what a test uses in place of a sleep. */
public final class Eventually {
    private static final long PAUSE_NANOS = 5_000_000;

    private Eventually() {}

    /**
     * Returns as soon as the condition holds.
     *
     * @param limit how long to go on looking
     * @param what what is waited for, for the error's text
     * @param condition is called repeatedly, at least once
     * @throws AssertionError when it still does not hold at the deadline
     * @throws Exception what the condition throws
     */
    public static void isTrue(Duration limit, String what, Callable<Boolean> condition) throws Exception {
        get(limit, what, () -> condition.call() ? Optional.of(Boolean.TRUE) : Optional.empty());
    }

    /**
     * Returns the first value that the probe finds.
     *
     * @param limit how long to go on looking
     * @param what what is waited for, for the error's text
     * @param probe is called repeatedly, at least once; empty means not yet
     * @throws AssertionError when there is none at the deadline
     * @throws Exception what the probe throws
     */
    public static <T> T get(Duration limit, String what, Callable<Optional<T>> probe) throws Exception {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<T> found = probe.call();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() - end >= 0) {
                throw new AssertionError("not within " + limit.toMillis() + " ms: " + what);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
