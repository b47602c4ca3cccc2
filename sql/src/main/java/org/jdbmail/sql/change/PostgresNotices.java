package org.jdbmail.sql.change;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jdbmail.sql.database.DatabaseException;
import org.jdbmail.sql.jdbc.UidCondition;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells other processes of commits by NOTIFY, and hears of theirs by LISTEN, on one kept connection each.
 *
 * <p>The notice is not part of the transaction that it tells of: PostgreSQL lets only one transaction with a notice commit
 * at a time, which would take turns for the syncs of all deliveries, and each wakes every listener, this process's own too. So
 * a thread of its own sends what has come together since its last notice, and no two within {@link #PAUSE}; the first after
 * a quiet time leaves at once. Its commit needn't be durable. If the process dies between a commit and its notice, the slow poll
 * of the others finds the change.
 */
final class PostgresNotices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresNotices.class);

    /** PostgreSQL takes 8000 bytes at most: a few hundred mailboxes to a notice. */
    private static final int IDS_IN_NOTICE = 300;

    /**
     * Between two notices: on a busy server forty in a second. Each wakes four threads of ours and of PostgreSQL's, and nobody
     * notices that he hears of new mail that much later.
     */
    private static final Duration PAUSE = Duration.ofMillis(25);

    private static final int LISTEN_MILLIS = 30_000;
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Supplier<Connection> connect;
    private final String channel;
    private final Watchers watchers;
    private final String self = UUID.randomUUID().toString();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Set<Long> untold = new LinkedHashSet<>();
    private final Thread teller;
    private final Thread listener;
    private volatile boolean closed;
    private volatile @Nullable Connection listening;

    PostgresNotices(Supplier<Connection> connect, String channel, Watchers watchers) {
        this.connect = connect;
        this.channel = channel;
        this.watchers = watchers;
        this.teller = Thread.ofPlatform().name("jdbmail-notify").daemon().start(() -> keepOn(this::tellAll));
        this.listener = Thread.ofPlatform().name("jdbmail-listen").daemon().start(() -> keepOn(this::listen));
    }

    /** Something that is done on a connection until it breaks. */
    @FunctionalInterface
    private interface Duty {
        void run(Connection connection) throws SQLException, InterruptedException;
    }

    private void keepOn(Duty duty) {
        try {
            while (!closed) {
                try (Connection connection = connect.get()) {
                    duty.run(connection);
                } catch (SQLException | DatabaseException e) {
                    if (!closed) {
                        LOG.warn("Notices of changes are interrupted: {}", e.getMessage());
                        Thread.sleep(RETRY);
                    }
                } catch (RuntimeException e) {
                    // The thread is needed as long as the process lives: it outlives its own bugs.
                    LOG.error("Notices of changes are interrupted", e);
                    Thread.sleep(RETRY);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("notices end");
        }
    }

    /** Tells other processes of changes, soon. */
    void tell(Collection<Long> mailboxIds) {
        lock.lock();
        try {
            untold.addAll(mailboxIds);
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    private void tellAll(Connection connection) throws SQLException, InterruptedException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit = off");
        }
        try (PreparedStatement notify = connection.prepareStatement("SELECT pg_notify(?, ?)")) {
            notify.setString(1, channel);
            while (true) {
                for (List<Long> ids : UidCondition.chunks(take(), IDS_IN_NOTICE)) {
                    notify.setString(2, self + ":" + UidCondition.list(ids));
                    notify.execute();
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    private List<Long> take() throws InterruptedException {
        lock.lock();
        try {
            while (untold.isEmpty()) {
                filled.await();
            }
            List<Long> taken = List.copyOf(untold);
            untold.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private void listen(Connection connection) throws SQLException {
        listening = connection;
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN " + channel);
        }
        // Whatever was told before this moment is lost: let everybody look.
        watchers.wakeAll();
        PGConnection postgres = connection.unwrap(PGConnection.class);
        while (!closed) {
            for (PGNotification notice : postgres.getNotifications(LISTEN_MILLIS)) {
                heard(notice.getParameter());
            }
        }
    }

    private void heard(String text) {
        int colon = text.indexOf(':');
        if (colon < 0 || text.startsWith(self)) {
            return;
        }
        List<Long> ids = new ArrayList<>();
        for (String id : text.substring(colon + 1).split(",")) {
            try {
                ids.add(Long.valueOf(id));
            } catch (NumberFormatException e) {
                LOG.debug("a notice that isn't ours: {}", text);
                return;
            }
        }
        watchers.noticed(ids);
    }

    @Override
    public void close() {
        closed = true;
        teller.interrupt();
        Connection open = listening;
        if (open != null) {
            try {
                // Ends the wait for notices, which nothing else does.
                open.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("closing the listener's connection", e);
            }
        }
        listener.interrupt();
    }
}
