package org.jdbmail.sql.transaction;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.Engine;
import org.jdbmail.sql.jdbc.PooledStatements;
import org.jdbmail.sql.jdbc.StatementSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs work in transactions. Work must not keep the {@link Db} and may be run more than once. A
 * {@link org.jdbmail.core.mail.Refusal} and other exceptions of the work pass through after a rollback; trouble with the
 * database becomes a refusal with {@code UNAVAILABLE}.
 *
 * <p>Reading is the same on all databases: pooled connections in autocommit mode. Writing isn't, see {@link Writer}.
 */
public final class Transactions implements AutoCloseable {
    /** How long a database is waited for that has lost a connection: well below the ten minutes that RFC 5321 §4.5.3.2.6 gives. */
    private static final Duration ASKING = Duration.ofMinutes(1);

    private final FailureLog log;
    private final Engine engine;
    private final DataSource readers;
    private final Pulse pulse;
    private final StatementSource statements;
    private final Writer writer;
    private volatile boolean closed;

    private Transactions(
            FailureLog log, Engine engine, DataSource readers, Pulse pulse, StatementSource statements, Writer writer) {
        this.log = log;
        this.pulse = pulse;
        this.engine = engine;
        this.readers = readers;
        this.statements = statements;
        this.writer = writer;
    }

    /**
     * Transactions on the connections of a database server.
     *
     * @param readers connections in autocommit mode whose transactions see one state throughout
     * @param writers connections in READ COMMITTED, on PostgreSQL in autocommit mode
     * @param pulse notices when the server hangs
     * @param committed told after each commit which mailboxes it touched
     */
    public static Transactions onServer(
            Engine engine, DataSource readers, DataSource writers, Pulse pulse, Consumer<Set<Long>> committed) {
        // On MySQL writers aren't in autocommit mode, so that a statement which is its own transaction takes a reader.
        DataSource autoCommitting = engine.dialect().writersCommitThemselves() ? writers : readers;
        FailureLog log = new FailureLog();
        return new Transactions(
                log,
                engine,
                readers,
                pulse,
                StatementSource.FRESH,
                new PooledWriter(log, engine, writers, autoCommitting, pulse, committed));
    }

    /**
     * Transactions on SQLite, which lets many read and one write at the same time.
     *
     * @param readers connections in autocommit mode
     * @param connect makes a connection in autocommit mode for the writer alone
     * @param connectToCopy makes another one, for checkpoints
     * @param committed told after each commit which mailboxes it touched
     */
    public static Transactions onSqlite(
            Engine engine,
            DataSource readers,
            Supplier<Connection> connect,
            Supplier<Connection> connectToCopy,
            Consumer<Set<Long>> committed) {
        FailureLog log = new FailureLog();
        return new Transactions(
                log,
                engine,
                readers,
                Pulse.none(),
                new PooledStatements(),
                new SqliteWriter(log, engine, connect, connectToCopy, committed));
    }

    /** Runs work that only reads, all of it seeing one state of the database. */
    public <T> T read(Function<Db, T> work) {
        return reading(connection -> inOneState(connection, work));
    }

    /** Runs work that only reads, each statement by itself seeing the newest committed state. */
    public <T> T look(Function<Db, T> work) {
        return reading(connection -> work.apply(on(connection)));
    }

    /**
     * Runs work that writes, and commits it. Where the connection is lost at the commit, so that nobody knows whether it took place,
     * the database is asked as soon as it is back, if the work has left a trace ({@link Db#leaves}).
     */
    public <T> T write(Function<Db, T> work) {
        return write(work, Supplier::get);
    }

    /**
     * As {@link #write(Function)}.
     *
     * @param way what the work goes through, and asking what became of it does not
     */
    public <T> T write(Function<Db, T> work, Function<Supplier<T>, T> way) {
        AtomicReference<@Nullable Ran<T>> last = new AtomicReference<>();
        try {
            return way.apply(() -> writer.write(db -> {
                last.set(null);
                T result = work.apply(db);
                last.set(new Ran<>(result, db));
                return result;
            }));
        } catch (Refusal failure) {
            Ran<T> ran = last.get();
            if (ran == null || ran.db.trace().isEmpty() || !Trouble.isLost(failure)) {
                throw failure;
            }
            return ask(failure, ran::find).result;
        }
    }

    /** Work that came to its end, and perhaps no further. */
    private record Ran<T>(T result, Db db) {
        Optional<Ran<T>> find(Db now) {
            if (!db.trace().orElseThrow().test(now)) {
                return Optional.empty();
            }
            // Nobody was told after that commit.
            db.touched().forEach(now::touch);
            db.tasks().forEach(now::afterCommit);
            return Optional.of(this);
        }
    }

    /**
     * Runs work of a single statement that writes and is its own transaction: a plain one, or a compound one that begins and
     * commits it.
     */
    public <T> T writeOnce(Function<Db, T> work) {
        return writer.writeOnce(work);
    }

    /**
     * Makes an attempt that must not be made twice at work of a single statement ({@link #writeOnce}). Where its connection is lost, so that nobody knows whether it was
     * committed, the database is asked as soon as it is back.
     *
     * @param attempt writes in a transaction of these
     * @param find looks in a transaction of its own for what the attempt may have done; empty if that is not there, and then the
     *     attempt has failed
     */
    public <T> T unlessDone(Supplier<T> attempt, Function<Db, Optional<T>> find) {
        try {
            return attempt.get();
        } catch (Refusal failure) {
            if (!Trouble.isLost(failure)) {
                throw failure;
            }
            return ask(failure, find);
        }
    }

    private <T> T ask(Refusal failure, Function<Db, Optional<T>> find) {
        long deadline = System.nanoTime() + ASKING.toNanos();
        for (int attempt = 1; ; attempt++) {
            try {
                return writer.write(find).orElseThrow(() -> failure);
            } catch (Refusal refusal) {
                if (refusal.equals(failure)
                        || refusal.reason() != Reason.UNAVAILABLE
                        || closed
                        || System.nanoTime() - deadline > 0) {
                    throw failure;
                }
                Trouble.pause(Math.min(attempt + 4, 7));
            }
        }
    }

    private <T> T reading(Pulse.Use<T> work) {
        return Trouble.retry(log, () -> pulse.lend(readers, work), Trouble::passes);
    }

    private <T> T inOneState(Connection connection, Function<Db, T> work) throws SQLException {
        connection.setAutoCommit(false);
        boolean done = false;
        try {
            T result = work.apply(on(connection));
            done = true;
            return result;
        } finally {
            // To end the transaction, in which nothing was changed, this is enough: on MySQL it spares a round trip,
            // and
            // on SQLite commit() would begin the next one.
            Trouble.endTransaction(connection, !done, true);
        }
    }

    /** What who comes too late is told. */
    public static Refusal closing() {
        return new Refusal(Reason.UNAVAILABLE, "the mail store is being closed");
    }

    private Db on(Connection connection) {
        return new Db(connection, engine, statements);
    }

    @Override
    public void close() {
        closed = true;
        // The pools belong to the database.
        writer.close();
        pulse.close();
    }
}
