package org.jdbmail.sql.transaction;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lends connections, and ends what is done on them when the database server hangs. How long something has lasted does not tell that: a
 * statement may take minutes. But where anything has lasted for some seconds, the server is asked for a sign of life, and where there is none, all who
 * wait for it are told at once that the store is not available, instead of when the time for a statement is over.
 */
public final class Pulse implements AutoCloseable {
    /** From then on it is doubted that an answer will come. */
    private static final Duration DOUBTED = Duration.ofSeconds(2);

    private static final Duration EVERY = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

    private final BooleanSupplier answers;
    private final Map<Connection, Long> lent = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    private final Runnable over;

    private Pulse(BooleanSupplier answers, Runnable over) {
        this.answers = answers;
        this.over = over;
    }

    /** What is done on a connection. */
    interface Use<T> {
        T on(Connection connection) throws SQLException;
    }

    /**
     * Watches over a server until it is closed.
     *
     * @param answers whether the server does; asked by one thread
     * @param over done by that thread in the end
     */
    public static Pulse of(BooleanSupplier answers, Runnable over) {
        Pulse pulse = new Pulse(answers, over);
        Thread.ofPlatform().name("jdbmail-pulse").daemon().start(pulse::watch);
        return pulse;
    }

    /** Of a database that is part of this process. */
    public static Pulse none() {
        return new Pulse(() -> true, () -> {});
    }

    /** Lends a connection for as long as it is used. */
    <T> T lend(DataSource pool, Use<T> use) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            lent.put(connection, System.nanoTime());
            try {
                return use.on(connection);
            } finally {
                lent.remove(connection);
            }
        }
    }

    private void watch() {
        try {
            while (!closing.await(EVERY.toNanos(), TimeUnit.NANOSECONDS)) {
                if (isAnyDoubted() && !answers.getAsBoolean()) {
                    endDoubted();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            over.run();
        }
    }

    private boolean isAnyDoubted() {
        long now = System.nanoTime();
        return lent.values().stream().anyMatch(since -> isDoubted(now, since));
    }

    private static boolean isDoubted(long now, long since) {
        return now - since > DOUBTED.toNanos();
    }

    private void endDoubted() {
        long now = System.nanoTime();
        lent.forEach((connection, since) -> {
            if (isDoubted(now, since)) {
                LOG.warn("the database server does not answer: what was asked of it is given up");
                try {
                    connection.abort(Runnable::run);
                } catch (SQLException e) {
                    LOG.debug("a connection could not be given up", e);
                }
            }
        });
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
