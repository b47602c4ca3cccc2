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

/**
 * Writes on the pooled connections of a database server. They may be in autocommit mode or not: to PostgreSQL's driver the
 * mode is a word of its own, to MySQL's a round trip.
 */
final class PooledWriter implements Writer {
    private final Engine engine;
    private final DataSource pool;
    private final Consumer<Set<Long>> committed;

    PooledWriter(Engine engine, DataSource pool, Consumer<Set<Long>> committed) {
        this.engine = engine;
        this.pool = pool;
        this.committed = committed;
    }

    @Override
    public <T> T write(Function<Db, T> work) {
        return retry(work, false);
    }

    @Override
    public <T> T writeOnce(Function<Db, T> work) {
        return retry(work, true);
    }

    private <T> T retry(Function<Db, T> work, boolean once) {
        return Trouble.retry(
                () -> {
                    try (Connection connection = pool.getConnection()) {
                        return attempt(connection, work, once);
                    }
                },
                failure -> Trouble.passes(failure) || Trouble.missesParent(failure));
    }

    private <T> T attempt(Connection connection, Function<Db, T> work, boolean once) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        boolean commitsItself = once && autoCommit;
        if (autoCommit && !once) {
            connection.setAutoCommit(false);
        }
        boolean done = false;
        try {
            Db db = new Db(connection, engine, StatementSource.FRESH);
            T result = work.apply(db);
            if (!commitsItself) {
                connection.commit();
            }
            done = true;
            if (!db.touched().isEmpty()) {
                committed.accept(db.touched());
            }
            return result;
        } finally {
            Trouble.endTransaction(connection, !done && !commitsItself, autoCommit);
        }
    }

    @Override
    public void close() {
        // The pool belongs to the database.
    }
}
