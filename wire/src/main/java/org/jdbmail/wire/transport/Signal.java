package org.jdbmail.wire.transport;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stops one session's thread until something that it waits for is true. Everything it may wait for (input, room for
 * output, a wake, the server's stop) raises the same signal; the thread looks again. No lock, no queue, no memory while
 * idle but two fields. Here the thread is parked; see {@link SelectorSignal} for another way to wait.
 *
 * <p>To park a virtual thread for some time wakes another thread that keeps the time, once for the beginning and once for
 * the end. That would cost more than all else about a short command, for a deadline minutes away that hardly ever comes. So
 * one that is far is only written down, and {@link #remind(long)} wakes the thread when it has come near; from then on the
 * time is kept exactly.
 */
public class Signal {
    /** A deadline that never comes. */
    public static final long NEVER = Long.MAX_VALUE;

    /** How often {@link #remind} has to be called. */
    public static final long REMIND_EVERY = TimeUnit.SECONDS.toNanos(1);

    /** A deadline nearer than this is not left to the next reminder. */
    private static final long NEAR = 2 * REMIND_EVERY;

    private volatile @Nullable Thread owner;
    private volatile long far = NEVER;

    /** Names the thread that waits; before it does. */
    public void own(Thread thread) {
        owner = thread;
    }

    /** Makes the waiting thread look again. Cheap, from any thread. */
    public void raise() {
        Thread thread = owner;
        if (thread != null) {
            wake(thread);
        }
    }

    /** Ends the owner's sleep, now or the next time. */
    public void wake(Thread thread) {
        LockSupport.unpark(thread);
    }

    /**
     * Waits for a wake, or for so long, or not so long.
     *
     * @param nanos may be {@link #NEVER}
     */
    public void sleep(long nanos) {
        if (nanos == NEVER) {
            LockSupport.park(this);
        } else {
            LockSupport.parkNanos(this, nanos);
        }
    }

    /** Takes in what has come and would be taken in while waiting; without waiting. */
    public void look() {}

    /** Gives back what the system lent for waiting; the session is over. */
    public void close() {}

    /** Wakes the thread if it waits for something whose deadline has come near; any thread. */
    public void remind(long now) {
        long deadline = far;
        if (deadline != NEVER && deadline - now < NEAR) {
            raise();
        }
    }

    /** Whether the caller is the session's own thread. */
    public boolean isOwner() {
        return Thread.currentThread().equals(owner);
    }

    /**
     * Waits, on the session's thread, until the condition holds.
     *
     * @param deadline in terms of {@link System#nanoTime()}, or {@link #NEVER}
     * @return false if the deadline came first
     * @throws WireException.Closed if the thread was interrupted: somebody wants it to end
     */
    public boolean await(BooleanSupplier condition, long deadline) throws WireException.Closed {
        while (!condition.getAsBoolean()) {
            long left = deadline == NEVER ? NEVER : deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            if (left < NEAR) {
                sleep(left);
            } else {
                // When the wait is over it stays written down: a reminder too many is only a look too many.
                far = deadline;
                sleep(NEVER);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new WireException.Closed();
            }
        }
        return true;
    }
}
