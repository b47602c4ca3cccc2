package org.jdbmail.sql.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jdbmail.testkit.net.Eventually;
import org.junit.jupiter.api.Test;

class PulseTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CountDownLatch aborted = new CountDownLatch(1);

    private <T> T only(Class<T> type, String name, Object answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "hashCode" -> {
                            return System.identityHashCode(proxy);
                        }
                        case "equals" -> {
                            return proxy == arguments[0];
                        }
                        case "abort" -> aborted.countDown();
                        default -> {
                            return method.getName().equals(name) ? answer : null;
                        }
                    }
                    return null;
                }));
    }

    private final DataSource pool = only(DataSource.class, "getConnection", only(Connection.class, "none", ""));

    @Test
    void whatIsAskedOfAServerThatDoesNotAnswerIsGivenUp() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (Pulse pulse = Pulse.of(() -> false, over::countDown)) {
            assertTrue(pulse.<Boolean>lend(pool, connection -> await(aborted)));
        }
        assertTrue(await(over));
    }

    @Test
    void aLongStatementOnAServerThatAnswersIsWaitedFor() throws Exception {
        CountDownLatch asked = new CountDownLatch(3);
        try (Pulse pulse = Pulse.of(
                () -> {
                    asked.countDown();
                    return true;
                },
                () -> {})) {
            assertTrue(pulse.<Boolean>lend(pool, connection -> await(asked)));
        }
        assertEquals(1, aborted.getCount());
    }

    @Test
    void nobodyIsMadeToWaitForAServerThatDoesNotAnswerUntilItDoes() throws Exception {
        AtomicBoolean answers = new AtomicBoolean();
        try (Pulse pulse = Pulse.of(answers::get, () -> {})) {
            assertTrue(pulse.<Boolean>lend(pool, connection -> await(aborted)));
            assertThrows(SQLTransientConnectionException.class, () -> pulse.<Integer>lend(pool, connection -> 1));
            answers.set(true);
            Eventually.isTrue(PATIENCE, "it lends again", () -> lends(pulse));
        }
    }

    @Test
    void whoWaitsForAConnectionHasTheServerAskedToo() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        AtomicInteger waited = new AtomicInteger();
        DataSource slow = (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    waited.addAndGet(await(asked) ? 1 : 0);
                    return pool.getConnection();
                });
        try (Pulse pulse = Pulse.of(
                () -> {
                    asked.countDown();
                    return true;
                },
                () -> {})) {
            assertEquals(1, pulse.<Integer>lend(slow, connection -> 1));
        }
        assertEquals(1, waited.get());
    }

    @Test
    void itGoesOnAfterAQuestionThatFailsByAnExceptionThatNobodyExpects() throws Exception {
        AtomicInteger questions = new AtomicInteger();
        try (Pulse pulse = Pulse.of(
                () -> {
                    if (questions.getAndIncrement() == 0) {
                        throw new IllegalStateException("a bug");
                    }
                    return false;
                },
                () -> {})) {
            assertTrue(pulse.<Boolean>lend(pool, connection -> await(aborted)));
        }
    }

    private boolean lends(Pulse pulse) {
        try {
            return pulse.<Integer>lend(pool, connection -> 1) == 1;
        } catch (SQLException e) {
            return false;
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
