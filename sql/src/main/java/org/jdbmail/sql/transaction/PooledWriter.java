package org.jdbmail.sql.transaction;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.Engine;
import org.jdbmail.sql.jdbc.StatementSource;

/**
 * Writes on the pooled connections of a database server. Those for transactions may be in autocommit mode or not: to
 * PostgreSQL's driver the mode is a word of its own, to MySQL's a round trip. Those for statements that are their own transaction
 * are in it.
 */
final class PooledWriter implements Writer {
    private final Engine engine;
    private final DataSource pool;
    private final DataSource autoCommitting;
    private final Consumer<Set<Long>> committed;
    private final Pulse pulse;
    private final FailureLog log;

    PooledWriter(
            FailureLog log,
            Engine engine,
            DataSource pool,
            DataSource autoCommitting,
            Pulse pulse,
            Consumer<Set<Long>> committed) {
        this.pulse = pulse;
        this.log = log;
        this.engine = engine;
        this.pool = pool;
        this.autoCommitting = autoCommitting;
        this.committed = committed;
    }

    private <T> T retry(DataSource pool, Pulse.Use<T> work) {
        return Trouble.retry(
                log, () -> pulse.lend(pool, work), failure -> Trouble.passes(failure) || Trouble.missesParent(failure));
    }

    @Override
    public <T> T write(Function<Db, T> work) {
        return retry(pool, connection -> inTransaction(connection, work));
    }

    private <T> T inTransaction(Connection connection, Function<Db, T> work) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        if (autoCommit) {
            connection.setAutoCommit(false);
        }
        boolean done = false;
        try {
            Db db = new Db(connection, engine, StatementSource.FRESH);
            T result = apply(work, db, connection);
            connection.commit();
            done = true;
            tell(db);
            return result;
        } finally {
            Trouble.endTransaction(connection, !done, autoCommit);
        }
    }

    /**
     * A refusal of work whose transaction was lost to another node of a cluster means nothing: it may have seen what that has
     * committed since. The next statement tells.
     */
    private <T> T apply(Function<Db, T> work, Db db, Connection connection) throws SQLException {
        try {
            return work.apply(db);
        } catch (Refusal refusal) {
            if (engine.dialect().mayLoseTransactions()) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SELECT 1");
                }
            }
            throw refusal;
        }
    }

    @Override
    public <T> T writeOnce(Function<Db, T> work) {
        return retry(autoCommitting, connection -> bare(connection, work));
    }

    private <T> T bare(Connection connection, Function<Db, T> work) {
        boolean done = false;
        try {
            Db db = new Db(connection, engine, StatementSource.FRESH);
            T result = work.apply(db);
            done = true;
            tell(db);
            return result;
        } finally {
            if (!done) {
                Trouble.rollBack(connection);
            }
        }
    }

    private void tell(Db db) {
        if (!db.touched().isEmpty()) {
            committed.accept(db.touched());
        }
        db.tasks().forEach(Runnable::run);
    }

    @Override
    public void close() {
        // The pools belong to the database.
    }
}
