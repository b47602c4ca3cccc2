package org.jdbmail.sql.transaction;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lends connections, and ends what is done on them when the database server hangs. How long something has lasted does not tell that: a
 * statement may take minutes. But where anything has lasted for some seconds, the server is asked for a sign of life, and where there is none, all who
 * wait for it are told at once that the store is not available, instead of when the time for a statement is over. From then on nobody is
 * made to wait for such a server: it is asked again and again, and until it answers everybody is refused at once.
 */
public final class Pulse implements AutoCloseable {
    /** From then on it is doubted that an answer will come. */
    private static final Duration DOUBTED = Duration.ofSeconds(2);

    private static final Duration EVERY = Duration.ofMillis(500);

    /** SQLSTATE: the connection could not be made. */
    private static final String NO_CONNECTION = "08001";

    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

    private final BooleanSupplier answers;
    private final Set<Loan> loans = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);

    private final Runnable over;
    private volatile boolean isAway;

    /** A connection that somebody waits for, or has. */
    private static final class Loan {
        private volatile long since = System.nanoTime();
        private volatile @Nullable Connection connection;

        void begin(Connection lent) {
            since = System.nanoTime();
            connection = lent;
        }

        boolean isDoubted(long now) {
            return now - since > DOUBTED.toNanos();
        }
    }

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

    /**
     * Lends a connection for as long as it is used.
     *
     * @throws SQLTransientConnectionException where there is none, be it that the server is known not to answer
     */
    <T> T lend(DataSource pool, Use<T> use) throws SQLException {
        if (isAway) {
            throw new SQLTransientConnectionException("the database server does not answer", NO_CONNECTION);
        }
        Loan loan = new Loan();
        loans.add(loan);
        try (Connection connection = pool.getConnection()) {
            loan.begin(connection);
            return use.on(connection);
        } finally {
            loans.remove(loan);
        }
    }

    private void watch() {
        try {
            while (!closing.await(EVERY.toNanos(), TimeUnit.NANOSECONDS)) {
                if (isAway || isAnyDoubted()) {
                    ask();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            over.run();
        }
    }

    private void ask() {
        try {
            judge(answers.getAsBoolean());
        } catch (RuntimeException e) {
            // Without this thread nobody notices any more that a server hangs: it outlives its own bugs.
            LOG.error("whether the database server answers could not be told", e);
        }
    }

    private void judge(boolean hasAnswered) {
        if (hasAnswered) {
            if (isAway) {
                LOG.info("the database server answers again");
            }
            isAway = false;
        } else {
            if (!isAway) {
                LOG.warn("the database server does not answer: what was asked of it is given up");
            }
            isAway = true;
            endDoubted();
        }
    }

    private boolean isAnyDoubted() {
        long now = System.nanoTime();
        return loans.stream().anyMatch(loan -> loan.isDoubted(now));
    }

    private void endDoubted() {
        long now = System.nanoTime();
        for (Loan loan : loans) {
            Connection connection = loan.connection;
            if (connection != null && loan.isDoubted(now)) {
                try {
                    connection.abort(Runnable::run);
                } catch (SQLException | RuntimeException e) {
                    LOG.debug("a connection could not be given up", e);
                }
            }
        }
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
