package org.jdbmail.sql.transaction;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.sql.jdbc.SqlFailure;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done about failures of the database: which are tried again, and what becomes of the others. */
final class Trouble {
    /** How often work is run at most that may have to wait for long each time. */
    private static final int ATTEMPTS = 6;

    /**
     * For how long work is run again that others were quicker than. On a Galera cluster that is everybody who writes to the same
     * mailbox at another node.
     */
    private static final long CONFLICTS = TimeUnit.SECONDS.toNanos(10);

    /** The longest pause between two attempts is 4 ms twice as long so often. */
    private static final int DOUBLINGS = 6;

    private static final Logger LOG = LoggerFactory.getLogger(Trouble.class);

    private static final int SQLITE_BUSY = 5;
    private static final int SQLITE_LOCKED = 6;
    private static final int SQLITE_FULL = 13;
    private static final int MYSQL_DISK_FULL = 1021;
    private static final int MYSQL_TABLE_FULL = 1114;
    private static final int MYSQL_DEADLOCK = 1213;
    private static final int MYSQL_LOCK_WAIT = 1205;
    private static final int MYSQL_NO_PARENT = 1452;

    /** A row has changed since the transaction began. */
    private static final int MYSQL_CHANGED = 1020;

    /** The commit failed, and was rolled back: so a node of a cluster says that another was quicker. */
    private static final int MYSQL_COMMIT_FAILED = 1180;

    /** What our statements raise where something that they need does not hold; whoever gave them goes another way then. */
    private static final String DIVISION_BY_ZERO = "22012";

    /** A lock that somebody holds for longer than our statement wanted to wait; it is then done in another way. */
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private Trouble() {}

    /** Something to do with the database, from the beginning. */
    interface Attempt<T> {
        T make() throws SQLException;
    }

    /** Makes an attempt, and makes it again if it fails in a way for which that helps. */
    static <T> T retry(FailureLog log, Attempt<T> attempt, Predicate<SQLException> helps) {
        long deadline = System.nanoTime() + CONFLICTS;
        for (int made = 1; ; made++) {
            SQLException failure;
            try {
                return attempt.make();
            } catch (SQLException e) {
                failure = e;
            } catch (RuntimeException e) {
                failure = cause(e);
                if (failure == null) {
                    throw e;
                }
            }
            boolean mayGoOn = isConflict(failure) ? System.nanoTime() - deadline < 0 : made < ATTEMPTS;
            if (!mayGoOn || !helps.test(failure)) {
                throw unavailable(log, failure);
            }
            pause(made);
        }
    }

    /** What the database said, if an exception of some work tells of it. */
    static @Nullable SQLException cause(RuntimeException failure) {
        return switch (failure) {
            case SqlFailure sql -> sql.failure();
            case DataAccessException jooq -> {
                SQLException cause = jooq.getCause(SQLException.class);
                yield cause != null ? cause : new SQLException("jOOQ failed", jooq);
            }
            default -> null;
        };
    }

    /** Whether the database asks to try again: a deadlock, a serialization failure, or a lock that is held for long. */
    static boolean passes(SQLException failure) {
        return isConflict(failure)
                || switch (failure.getErrorCode()) {
                    case SQLITE_BUSY, SQLITE_LOCKED ->
                        failure.getClass().getName().startsWith("org.sqlite.");
                    case MYSQL_LOCK_WAIT -> failure.getSQLState() != null;
                    default -> false;
                };
    }

    /** Whether another transaction was quicker, which was found without waiting, and all of this one was rolled back. */
    private static boolean isConflict(SQLException failure) {
        String state = failure.getSQLState();
        return state != null
                && (state.equals("40001")
                        || state.equals("40P01")
                        || switch (failure.getErrorCode()) {
                            case MYSQL_DEADLOCK, MYSQL_CHANGED, MYSQL_COMMIT_FAILED -> true;
                            default -> false;
                        });
    }

    /**
     * Whether the connection was lost on which a statement was, so that nobody knows whether that, or the commit, was carried out.
     * SQLSTATE class 08; PostgreSQL's 57P01 to 57P03 for a server that ends. Where no connection was had, nothing was.
     */
    static boolean isLost(Refusal refusal) {
        if (!(refusal.getCause() instanceof SQLException failure)
                || failure instanceof SQLTransientConnectionException) {
            return false;
        }
        String state = failure.getSQLState();
        return failure instanceof SQLNonTransientConnectionException
                || failure instanceof SQLRecoverableException
                || state != null && (state.startsWith("08") || state.startsWith("57P0"));
    }

    /** Whether a row that something refers to is gone: what a blob that was collected a moment ago looks like. */
    static boolean missesParent(SQLException failure) {
        return "23503".equals(failure.getSQLState()) || failure.getErrorCode() == MYSQL_NO_PARENT;
    }

    /** Whether the database's disk is full: SQLSTATE 53100 of PostgreSQL, SQLITE_FULL, and two of MySQL's errors. */
    static boolean isFull(SQLException failure) {
        return "53100".equals(failure.getSQLState())
                || switch (failure.getErrorCode()) {
                    case SQLITE_FULL -> failure.getClass().getName().startsWith("org.sqlite.");
                    case MYSQL_DISK_FULL, MYSQL_TABLE_FULL -> failure.getSQLState() != null;
                    default -> false;
                };
    }

    /** Waits a little before the next attempt, longer each time and never twice the same. */
    static void pause(int attempt) {
        long most = TimeUnit.MILLISECONDS.toNanos(4L << Math.min(attempt, DOUBLINGS));
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most / 4, most));
    }

    /** Logs the failure and makes the refusal that everybody else sees. */
    static Refusal unavailable(FailureLog log, SQLException failure) {
        String state = failure.getSQLState();
        if (DIVISION_BY_ZERO.equals(state) || LOCK_NOT_AVAILABLE.equals(state)) {
            LOG.debug("A statement's condition does not hold: {}", failure.getMessage());
        } else {
            log.tell(failure);
        }
        return new Refusal(
                Reason.UNAVAILABLE,
                isFull(failure)
                        ? "there is no room left for the mail store"
                        : "the mail store is not available at the moment",
                failure);
    }

    /**
     * Ends what is left of a transaction, and brings the connection back into its usual mode. The failure that may have led here
     * is worth telling, not what a broken connection says to a rollback.
     */
    static void endTransaction(Connection connection, boolean rollback, boolean autoCommit) {
        try {
            if (rollback) {
                connection.rollback();
            }
            if (connection.getAutoCommit() != autoCommit) {
                connection.setAutoCommit(autoCommit);
            }
        } catch (SQLException e) {
            discard(connection, e);
        }
    }

    /** After a statement that begins and ends a transaction itself, and may have failed in between. */
    static void rollBack(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            // Not by rollback(), which drivers refuse in autocommit mode.
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            discard(connection, e);
        }
    }

    /** Closes a connection that one thread has for itself, if it has one. */
    static void close(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            LOG.warn("A connection to the database could not be closed", e);
        }
    }

    /** Closes a connection that can't be used any more; the pool then makes a new one. */
    private static void discard(Connection connection, SQLException why) {
        LOG.warn("A connection to the database is given up: {}", why.getMessage());
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("and can't even be closed", e);
        }
    }
}
