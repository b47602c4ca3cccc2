package org.jdbmail.sql.transaction;

import java.util.function.Function;
import org.jdbmail.sql.jdbc.Db;

/**
 * Runs work in transactions. Work must not keep the {@link Db} and may be run more than once. A
 * {@link org.jdbmail.core.mail.Refusal} and other exceptions of the work pass through after a rollback; trouble with the
 * database becomes a refusal with {@code UNAVAILABLE}.
 */
public sealed interface Transactions extends AutoCloseable permits PooledTransactions, SqliteTransactions {
    /** Runs work that only reads, all of it seeing one state of the database. */
    <T> T read(Function<Db, T> work);

    /** Runs work that only reads, each statement by itself seeing the newest committed state. */
    <T> T look(Function<Db, T> work);

    /** Runs work that writes, and commits it. */
    <T> T write(Function<Db, T> work);

    /** Runs work of a single statement that writes, which is its own transaction. */
    <T> T writeOnce(Function<Db, T> work);

    @Override
    void close();
}
