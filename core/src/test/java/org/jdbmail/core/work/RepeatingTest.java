package org.jdbmail.core.work;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbmail.testkit.net.Eventually;
import org.junit.jupiter.api.Test;

class RepeatingTest {
    @Test
    void aTurnThatFailsIsNotTheLastAndAClosedOneEndsItsThread() throws Exception {
        CountDownLatch turns = new CountDownLatch(3);
        AtomicReference<Thread> thread = new AtomicReference<>(Thread.currentThread());
        try (Repeating repeating = new Repeating("test", Duration.ZERO, Duration.ofMillis(1), () -> {
            thread.set(Thread.currentThread());
            turns.countDown();
            throw new IllegalStateException("a bug");
        })) {
            repeating.start();
            assertTrue(turns.await(60, TimeUnit.SECONDS));
        }
        Eventually.isTrue(
                Duration.ofSeconds(60), "its thread ends", () -> !thread.get().isAlive());
    }
}
