package org.jdbmail.wire;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Parks one session's thread until something that it waits for is true. Everything it may wait for (input, room for
 * output, a wake, the server's stop) raises the same signal; the thread looks again. No lock, no queue, no memory while
 * idle but one field.
 */
final class Signal {
    /** A deadline that never comes. */
    static final long NEVER = Long.MAX_VALUE;

    private volatile @Nullable Thread owner;

    /** Names the thread that waits; before it does. */
    void own(Thread thread) {
        owner = thread;
    }

    /** Makes the waiting thread look again. Cheap, from any thread. */
    void raise() {
        Thread thread = owner;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /** Whether the caller is the session's own thread. */
    boolean isOwner() {
        return Thread.currentThread().equals(owner);
    }

    /**
     * Waits, on the session's thread, until the condition holds.
     *
     * @param deadline in terms of {@link System#nanoTime()}, or {@link #NEVER}
     * @return false if the deadline came first
     * @throws WireException.Closed if the thread was interrupted: somebody wants it to end
     */
    boolean await(BooleanSupplier condition, long deadline) throws WireException.Closed {
        while (!condition.getAsBoolean()) {
            if (deadline == NEVER) {
                LockSupport.park(this);
            } else {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                LockSupport.parkNanos(this, left);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new WireException.Closed();
            }
        }
        return true;
    }
}
