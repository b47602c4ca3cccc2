package org.jdbmail.sql.transaction;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.Engine;
import org.jdbmail.sql.jdbc.PooledStatements;
import org.jdbmail.sql.jdbc.StatementSource;

/**
 * Transactions on SQLite, which lets many read and one write at the same time. Reads take a pooled connection; everything
 * that writes goes to one {@link SqliteWriter}.
 */
public final class SqliteTransactions implements Transactions {
    private final Engine engine;
    private final DataSource readers;
    private final SqliteWriter writer;
    private final StatementSource statements = new PooledStatements();

    /**
     * Starts the writer.
     *
     * @param connect makes a connection in autocommit mode for the writer alone
     * @param committed told after each commit which mailboxes it touched
     */
    public SqliteTransactions(
            Engine engine, DataSource readers, Supplier<Connection> connect, Consumer<Set<Long>> committed) {
        this.engine = engine;
        this.readers = readers;
        this.writer = new SqliteWriter(engine, connect, committed);
    }

    @Override
    public <T> T read(Function<Db, T> work) {
        return retry(work, true);
    }

    @Override
    public <T> T look(Function<Db, T> work) {
        return retry(work, false);
    }

    private <T> T retry(Function<Db, T> work, boolean oneState) {
        for (int attempt = 1; ; attempt++) {
            SQLException failure;
            try {
                return attempt(work, oneState);
            } catch (SQLException e) {
                failure = e;
            } catch (RuntimeException e) {
                failure = Trouble.cause(e);
                if (failure == null) {
                    throw e;
                }
            }
            if (!Trouble.passes(failure) || attempt == Trouble.ATTEMPTS) {
                throw Trouble.unavailable(failure);
            }
            Trouble.pause(attempt);
        }
    }

    private <T> T attempt(Function<Db, T> work, boolean oneState) throws SQLException {
        try (Connection connection = readers.getConnection()) {
            if (!oneState) {
                return work.apply(new Db(connection, engine, statements));
            }
            connection.setAutoCommit(false);
            try {
                return work.apply(new Db(connection, engine, statements));
            } finally {
                // Ends the transaction, in which nothing was changed; commit() would begin the next one.
                connection.setAutoCommit(true);
            }
        }
    }

    @Override
    public <T> T write(Function<Db, T> work) {
        return writer.run(work);
    }

    @Override
    public <T> T writeOnce(Function<Db, T> work) {
        return writer.run(work);
    }

    @Override
    public void close() {
        writer.close();
    }
}
