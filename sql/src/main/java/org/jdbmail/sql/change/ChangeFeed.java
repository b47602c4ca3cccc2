package org.jdbmail.sql.change;

import java.sql.Connection;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jdbmail.core.store.Changes;
import org.jdbmail.sql.jdbc.Dialect;
import org.jdbmail.sql.transaction.Transactions;
import org.jspecify.annotations.Nullable;

/**
 * Brings commits to the watchers: those of this process directly, those of others by PostgreSQL's LISTEN and NOTIFY or, on
 * the other databases, by a poller. PostgreSQL is polled too, since DBMail's own daemons don't notify: seldom, until
 * they are seen at work.
 */
public final class ChangeFeed implements AutoCloseable {
    private final Watchers watchers = new Watchers();
    private final @Nullable PostgresNotices notices;
    private @Nullable SeqPoller poller;

    /**
     * Starts listening, if the database can tell.
     *
     * @param connect makes a connection in autocommit mode that is kept
     * @param channel the name by which processes on the same tables know each other
     */
    public ChangeFeed(Dialect dialect, Supplier<Connection> connect, String channel) {
        this.notices = dialect.notifies() ? new PostgresNotices(connect, channel, watchers) : null;
    }

    /** Starts the poller; apart from the constructor since transactions need {@link #committed} first. */
    public void startPolling(
            Dialect dialect, Transactions transactions, Supplier<Connection> connect, Duration interval) {
        Pace pace = dialect.notifies() ? Pace.besideNotices() : Pace.steady(interval);
        poller = new SeqPoller(
                watchers,
                transactions,
                pace,
                dialect.hasDataVersion() ? Optional.of(new DataVersion(connect)) : Optional.empty());
    }

    /** Takes note of a commit of this process. */
    public void committed(Set<Long> mailboxIds) {
        watchers.noticed(mailboxIds);
        if (notices != null) {
            notices.tell(mailboxIds);
        }
    }

    /** What sessions watch mailboxes by. */
    public Changes changes() {
        return watchers;
    }

    @Override
    public void close() {
        if (poller != null) {
            poller.close();
        }
        if (notices != null) {
            notices.close();
        }
    }
}
