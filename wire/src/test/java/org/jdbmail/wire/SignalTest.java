package org.jdbmail.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbmail.wire.transport.Signal;
import org.jdbmail.wire.transport.WireException;
import org.junit.jupiter.api.Test;

/** What a session waits for, and for how long. */
class SignalTest {
    private final Signal signal = new Signal();
    private final AtomicInteger looks = new AtomicInteger();
    private volatile boolean come;

    private final CompletableFuture<Boolean> inTime = new CompletableFuture<>();

    private Thread waitUntil(long deadline) {
        Thread thread = new Thread(() -> {
            try {
                inTime.complete(signal.await(
                        () -> {
                            looks.incrementAndGet();
                            return come;
                        },
                        deadline));
            } catch (WireException e) {
                inTime.completeExceptionally(e);
            }
        });
        signal.own(thread);
        thread.start();
        return thread;
    }

    @Test
    void nobody_keeps_the_time_for_a_deadline_that_is_far() throws Exception {
        Thread thread = waitUntil(System.nanoTime() + TimeUnit.HOURS.toNanos(1));
        assertTrue(Servers.eventually(() -> thread.getState() == Thread.State.WAITING));
        come = true;
        signal.raise();
        assertTrue(inTime.get(10, TimeUnit.SECONDS));
    }

    @Test
    void a_deadline_that_is_near_is_kept_exactly() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
        waitUntil(deadline);
        assertFalse(inTime.get(10, TimeUnit.SECONDS));
        assertTrue(System.nanoTime() - deadline >= 0);
    }

    @Test
    void a_reminder_wakes_only_when_the_deadline_has_come_near() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.HOURS.toNanos(1);
        Thread thread = waitUntil(deadline);
        assertTrue(Servers.eventually(() -> thread.getState() == Thread.State.WAITING));
        int before = looks.get();
        signal.remind(deadline - 3 * Signal.REMIND_EVERY);
        assertEquals(before, looks.get());
        signal.remind(deadline - Signal.REMIND_EVERY);
        assertTrue(Servers.eventually(() -> looks.get() == before + 1));
        come = true;
        signal.raise();
        assertTrue(inTime.get(10, TimeUnit.SECONDS));
    }
}
