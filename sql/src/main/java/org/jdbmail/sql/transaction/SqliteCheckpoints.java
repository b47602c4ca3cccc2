package org.jdbmail.sql.transaction;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConnection;

/**
 * Carries what SQLite's write-ahead log holds over into the database. The log begins anew only when all of it is carried over
 * while nobody writes, and to do so would hold up the one writer again and again. So another thread copies the bulk beside the
 * writer, as often as that takes, and leaves the writer the little that has come in the meantime, and the sync of the database.
 */
final class SqliteCheckpoints implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteCheckpoints.class);

    /** Pages that the writer may carry over itself: as long as a few commits. */
    private static final int FEW = 500;

    private final Supplier<Connection> connect;
    private final int pages;
    private final ExecutorService copier = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("jdbmail-sqlite-checkpoint").daemon().factory());
    private Future<?> copying = CompletableFuture.completedFuture(null);
    private @Nullable Connection connection;
    private @Nullable Connection looked;
    private @Nullable PreparedStatement look;

    /**
     * @param connect makes a connection for the other thread, outside any pool: it must not wait for one
     * @param pages in the log from which on they are carried over; the log may grow to about twice as many
     */
    SqliteCheckpoints(Supplier<Connection> connect, int pages) {
        this.connect = connect;
        this.pages = pages;
    }

    /** The log's length and how much of it the database has, in pages. */
    private record Log(int length, int carriedOver) {
        static Log of(PreparedStatement look) throws SQLException {
            try (ResultSet row = look.executeQuery()) {
                row.next();
                return new Log(row.getInt(2), row.getInt(3));
            }
        }

        int left() {
            return length - carriedOver;
        }
    }

    /** Looks at the log between two transactions of the writer, on whose thread this is. */
    void betweenTransactions(Connection writer) throws SQLException {
        Log log = Log.of(look(writer));
        boolean tooLong = log.length() >= 2 * pages;
        if (log.length() < pages || !tooLong && !copying.isDone()) {
            return;
        }
        if (tooLong || log.left() <= FEW) {
            awaitCopying();
            checkpoint(writer);
        } else {
            copying = copier.submit(this::copy);
        }
    }

    private PreparedStatement look(Connection writer) throws SQLException {
        PreparedStatement prepared = look;
        if (prepared == null || !writer.equals(looked)) {
            // Without what is put around a connection: this is none of the statements that somebody asked for.
            prepared = writer.unwrap(SQLiteConnection.class).prepareStatement("PRAGMA wal_checkpoint(NOOP)");
            look = prepared;
            looked = writer;
        }
        return prepared;
    }

    private static void checkpoint(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(PASSIVE)");
        }
    }

    private void awaitCopying() {
        try {
            copying.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("copy() lets nothing through", e);
        }
    }

    private void copy() {
        try {
            Connection open = connection;
            if (open == null) {
                open = connect.get();
                connection = open;
            }
            checkpoint(open);
        } catch (SQLException | RuntimeException e) {
            // Nothing is lost: the writer does it when the log has grown to twice the length.
            LOG.warn("The write-ahead log was not carried over: {}", e.getMessage());
            disconnect();
        }
    }

    private void disconnect() {
        Connection open = connection;
        connection = null;
        Trouble.close(open);
    }

    /** Waits for what is under way. */
    @Override
    public void close() {
        copier.execute(this::disconnect);
        copier.close();
    }
}
