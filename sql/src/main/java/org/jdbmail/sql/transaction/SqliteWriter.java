package org.jdbmail.sql.transaction;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.Engine;
import org.jdbmail.sql.jdbc.StatementSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of an SQLite database in this process: a thread with a connection of its own. It takes all work that
 * waits, runs it in one transaction, commits once, and only then answers everybody: a commit costs a sync to the disk, which
 * they share. If a piece of it fails, all is rolled back and run once more with a savepoint around each piece, so that a
 * failure leaves the others alone.
 *
 * <p>It is a platform thread, since SQLite's native code would hold the carrier of a virtual one while the disk syncs.
 */
final class SqliteWriter implements Writer {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteWriter.class);

    /** Pieces of work in one transaction at most, so that the first doesn't wait for too many others. */
    private static final int MAX_BATCH = 64;

    /** Pages in the log before they are carried over into the database: seldom, since pages of indexes come again and again. */
    private static final int CHECKPOINT_PAGES = 16_000;

    private static final int CACHE_KIB = 24_000;

    private static final long CLOSE_PATIENCE = TimeUnit.SECONDS.toMillis(10);

    private final FailureLog log;
    private final Engine engine;
    private final Supplier<Connection> connect;
    private final Consumer<Set<Long>> committed;
    private final SqliteCheckpoints checkpoints;
    private final BlockingQueue<Job<?>> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closed;
    private @Nullable Connection connection;
    private StatementSource statements = new StatementSource.Kept();

    /**
     * @param connect makes the connection that writes
     * @param connectToCopy makes one for checkpoints
     * @param committed told after each commit which mailboxes it touched
     */
    SqliteWriter(
            FailureLog log,
            Engine engine,
            Supplier<Connection> connect,
            Supplier<Connection> connectToCopy,
            Consumer<Set<Long>> committed) {
        this.log = log;
        this.engine = engine;
        this.connect = connect;
        this.committed = committed;
        this.checkpoints = new SqliteCheckpoints(connectToCopy, CHECKPOINT_PAGES);
        this.thread = Thread.ofPlatform().name("jdbmail-sqlite-writer").daemon().start(this::loop);
    }

    /** One piece of work and what became of it. */
    private static final class Job<T> {
        private final Function<Db, T> work;
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private @Nullable Throwable failure;
        private @Nullable T result;
        private Set<Long> touched = Set.of();
        private List<Runnable> tasks = List.of();

        Job(Function<Db, T> work) {
            this.work = work;
        }

        /** Runs the work, forgetting what became of it before, and says whether it worked. */
        boolean run(Db db) {
            failure = null;
            try {
                result = work.apply(db);
                touched = db.touched();
                tasks = db.tasks();
                return true;
            } catch (RuntimeException | Error e) {
                // Whatever the work threw goes to whoever gave it; this thread serves everybody and goes on.
                fail(e);
                return false;
            }
        }

        void fail(Throwable why) {
            failure = why;
            touched = Set.of();
            tasks = List.of();
        }

        @SuppressWarnings("NullAway") // the result of work that returned, null only if T allows it
        void answer(FailureLog log) {
            if (failure != null) {
                SQLException sql = failure instanceof RuntimeException exception ? Trouble.cause(exception) : null;
                answer.completeExceptionally(sql == null ? failure : Trouble.unavailable(log, sql));
            } else {
                answer.complete(result);
            }
        }
    }

    /** Runs work on the writer's thread and waits until it is committed. */
    @Override
    public <T> T write(Function<Db, T> work) {
        if (Thread.currentThread().equals(thread)) {
            throw new IllegalStateException("a transaction inside of a transaction");
        }
        Job<T> job = new Job<>(work);
        queue.add(job);
        if (closed && queue.remove(job)) {
            throw Transactions.closing();
        }
        try {
            return job.answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    @Override
    public <T> T writeOnce(Function<Db, T> work) {
        return write(work);
    }

    private void loop() {
        List<Job<?>> batch = new ArrayList<>();
        while (!closed || !queue.isEmpty()) {
            try {
                Job<?> first = queue.poll(1, TimeUnit.SECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, MAX_BATCH - 1);
                    runAndAnswer(batch);
                    Connection open = connection;
                    if (open != null) {
                        checkpoints.betweenTransactions(open);
                    }
                }
            } catch (InterruptedException e) {
                LOG.trace("only close() interrupts, to make this loop look", e);
            } catch (SQLException | RuntimeException | Error e) {
                // Everybody's writes go through this thread: it goes on. Nobody waits, since all are answered.
                LOG.error("The write-ahead log could not be looked at", e);
                disconnect();
            }
        }
        disconnect();
    }

    private void runAndAnswer(List<Job<?>> batch) {
        try {
            run(batch);
        } catch (RuntimeException | Error e) {
            LOG.error("a batch of writes failed", e);
            batch.forEach(job -> job.fail(e));
            disconnect();
        } finally {
            batch.forEach(job -> job.answer(log));
            batch.clear();
        }
    }

    private void run(List<Job<?>> batch) {
        try {
            begin();
            if (allWork(batch)) {
                execute("COMMIT");
            } else {
                execute("ROLLBACK");
                if (batch.size() > 1) {
                    begin();
                    for (Job<?> job : batch) {
                        runApart(job);
                    }
                    execute("COMMIT");
                }
            }
        } catch (SQLException e) {
            Refusal refusal = Trouble.unavailable(log, e);
            batch.stream().filter(job -> job.failure == null).forEach(job -> job.fail(refusal));
            rollback();
            return;
        }
        Set<Long> touched = new LinkedHashSet<>();
        batch.forEach(job -> touched.addAll(job.touched));
        if (!touched.isEmpty()) {
            committed.accept(touched);
        }
        batch.forEach(job -> job.tasks.forEach(Runnable::run));
    }

    /**
     * Runs work one piece after another up to the first that fails. There are no savepoints here, since for each of them SQLite
     * writes the pages that change into a file of its own.
     *
     * @return whether all of it worked
     */
    private boolean allWork(List<Job<?>> batch) throws SQLException {
        for (Job<?> job : batch) {
            if (!job.run(db())) {
                return false;
            }
        }
        return true;
    }

    /**
     * Runs work so that its failure leaves the others alone.
     *
     * @throws SQLException if the whole transaction is lost
     */
    private void runApart(Job<?> job) throws SQLException {
        execute("SAVEPOINT work");
        if (!job.run(db())) {
            execute("ROLLBACK TO work");
        }
        execute("RELEASE work");
    }

    private Db db() throws SQLException {
        return new Db(connection(), engine, statements);
    }

    private void begin() throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                execute("BEGIN IMMEDIATE");
                return;
            } catch (SQLException e) {
                // The busy time-out of the connection has passed already, so that two attempts are patience enough.
                if (!Trouble.passes(e) || attempt == 2) {
                    throw e;
                }
                Trouble.pause(attempt);
            }
        }
    }

    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            try {
                open = connect.get();
            } catch (RuntimeException e) {
                throw new SQLException("the database can't be opened", e);
            }
            connection = open;
            statements = new StatementSource.Kept();
            try (Statement setting = open.createStatement()) {
                setting.execute("PRAGMA wal_autocheckpoint = 0");
                setting.execute("PRAGMA cache_size = -" + CACHE_KIB);
            }
        }
        return open;
    }

    private void execute(String statement) throws SQLException {
        Connection open = connection();
        PreparedStatement prepared = statements.prepare(open, statement, true);
        boolean worked = false;
        try {
            prepared.execute();
            worked = true;
        } finally {
            statements.done(open, statement, prepared, worked);
        }
    }

    /** After a failure that isn't one of a statement: a connection that can't roll back is replaced. */
    private void rollback() {
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            disconnect();
        }
    }

    private void disconnect() {
        Connection open = connection;
        connection = null;
        Trouble.close(open);
    }

    /** Finishes what waits and stops. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(CLOSE_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        checkpoints.close();
    }
}
