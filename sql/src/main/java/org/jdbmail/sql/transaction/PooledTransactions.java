package org.jdbmail.sql.transaction;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.Engine;
import org.jdbmail.sql.jdbc.StatementSource;

/** Transactions on the pooled connections of a database server. */
public final class PooledTransactions implements Transactions {
    /** What a transaction does to its connection. */
    private enum Mode {
        READ,
        LOOK,
        WRITE,
        ONCE
    }

    private final Engine engine;
    private final DataSource readers;
    private final DataSource writers;
    private final Consumer<Set<Long>> committed;

    /**
     * Transactions on two pools.
     *
     * @param readers connections whose transactions see one state throughout
     * @param writers connections in READ COMMITTED
     * @param committed told after each commit which mailboxes it touched
     */
    public PooledTransactions(Engine engine, DataSource readers, DataSource writers, Consumer<Set<Long>> committed) {
        this.engine = engine;
        this.readers = readers;
        this.writers = writers;
        this.committed = committed;
    }

    @Override
    public <T> T read(Function<Db, T> work) {
        return retry(Mode.READ, work);
    }

    @Override
    public <T> T look(Function<Db, T> work) {
        return retry(Mode.LOOK, work);
    }

    @Override
    public <T> T write(Function<Db, T> work) {
        return retry(Mode.WRITE, work);
    }

    @Override
    public <T> T writeOnce(Function<Db, T> work) {
        return retry(Mode.ONCE, work);
    }

    private <T> T retry(Mode mode, Function<Db, T> work) {
        for (int attempt = 1; ; attempt++) {
            SQLException failure;
            try {
                return attempt(mode, work);
            } catch (SQLException e) {
                failure = e;
            } catch (RuntimeException e) {
                failure = Trouble.cause(e);
                if (failure == null) {
                    throw e;
                }
            }
            boolean again = Trouble.passes(failure) || mode == Mode.WRITE && Trouble.missesParent(failure);
            if (!again || attempt == Trouble.ATTEMPTS) {
                throw Trouble.unavailable(failure);
            }
            Trouble.pause(attempt);
        }
    }

    private <T> T attempt(Mode mode, Function<Db, T> work) throws SQLException {
        boolean reads = mode == Mode.READ || mode == Mode.LOOK;
        try (Connection connection = (reads ? readers : writers).getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            boolean wanted = mode == Mode.ONCE || mode == Mode.LOOK;
            if (autoCommit != wanted) {
                connection.setAutoCommit(wanted);
            }
            boolean done = false;
            try {
                Db db = new Db(connection, engine, StatementSource.FRESH);
                T result = work.apply(db);
                if (!wanted) {
                    connection.commit();
                }
                done = true;
                if (!db.touched().isEmpty()) {
                    committed.accept(db.touched());
                }
                return result;
            } finally {
                end(connection, !wanted && !done, autoCommit);
            }
        }
    }

    /** The failure that led here is worth telling, not what a broken connection says to a rollback. */
    private static void end(Connection connection, boolean rollback, boolean autoCommit) {
        try {
            if (rollback) {
                connection.rollback();
            }
            if (connection.getAutoCommit() != autoCommit) {
                connection.setAutoCommit(autoCommit);
            }
        } catch (SQLException e) {
            Trouble.discard(connection, e);
        }
    }

    @Override
    public void close() {
        // The pools belong to the database.
    }
}
