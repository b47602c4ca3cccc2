package org.jdbmail.sql.transaction;

import java.util.function.Function;
import org.jdbmail.sql.jdbc.Db;

/** How a kind of database is written to; the rules are those of {@link Transactions}. */
sealed interface Writer extends AutoCloseable permits PooledWriter, SqliteWriter {
    /** Runs work and commits it. */
    <T> T write(Function<Db, T> work);

    /** Runs work of a single statement, which is its own transaction. */
    <T> T writeOnce(Function<Db, T> work);

    @Override
    void close();
}
