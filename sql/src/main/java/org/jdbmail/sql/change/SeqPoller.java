package org.jdbmail.sql.change;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.sql.database.DatabaseException;
import org.jdbmail.sql.jdbc.UidCondition;
import org.jdbmail.sql.transaction.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the {@code seq} of the watched mailboxes again and again, one statement a look, and wakes who watches one that has
 * moved. It sleeps while nothing is watched.
 *
 * <p>By hand: it runs four times a second, for as many mailboxes as are open.
 */
final class SeqPoller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SeqPoller.class);

    /** Mailboxes in one statement. */
    private static final int CHUNK = 1_000;

    /** How long it waits after a failure, of which the log has been told already. */
    private static final Duration BACKOFF = Duration.ofSeconds(5);

    private final Watchers watchers;
    private final Transactions transactions;
    private final Pace pace;
    private final Optional<DataVersion> version;
    private final Thread thread;
    private Map<Long, Long> known = new HashMap<>();
    private Set<Long> lastWatched = Set.of();
    private boolean due = true;

    SeqPoller(Watchers watchers, Transactions transactions, Pace pace, Optional<DataVersion> version) {
        this.watchers = watchers;
        this.transactions = transactions;
        this.pace = pace;
        this.version = version;
        this.thread = Thread.ofPlatform().name("jdbmail-poller").daemon().start(this::loop);
    }

    private void loop() {
        try {
            while (true) {
                watchers.awaitWatched();
                try {
                    Thread.sleep(poll());
                } catch (Refusal | SQLException | DatabaseException e) {
                    // The log has been told, or will be by whoever needs the database.
                    LOG.debug("the look at watched mailboxes failed", e);
                    Thread.sleep(BACKOFF);
                } catch (RuntimeException e) {
                    // Without this thread nobody hears of other processes any more: it outlives its own bugs.
                    LOG.error("The look at watched mailboxes failed", e);
                    Thread.sleep(BACKOFF);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("the poller ends");
        }
    }

    /** Looks, wakes, and says how long to wait. */
    private Duration poll() throws SQLException {
        Set<Long> watched = watchers.watched();
        // Kept until a look has succeeded: the version tells of each move once.
        due |= version.isEmpty() || version.get().moved();
        // A new watcher has looked before its first poll, but something may have come between: it is woken once.
        if (!due && lastWatched.containsAll(watched)) {
            return pace.after(Set.of(), Set.of(), System.nanoTime());
        }
        Set<Long> noticed = watchers.takeNoticed();
        Map<Long, Long> now = new HashMap<>();
        for (List<Long> ids : UidCondition.chunks(watched, CHUNK)) {
            transactions.read(db -> {
                db.eachOnce(
                        "SELECT mailbox_idnr, seq FROM {mailboxes} WHERE mailbox_idnr IN (" + UidCondition.list(ids)
                                + ")",
                        row -> now.put(row.getLong(1), row.getLong(2)));
                return now;
            });
        }
        List<Long> wake = new ArrayList<>();
        Set<Long> moved = new HashSet<>();
        for (Long id : watched) {
            // A mailbox that is gone is news once, like any other change.
            Long seq = now.computeIfAbsent(id, gone -> -1L);
            if (!seq.equals(known.get(id))) {
                wake.add(id);
                if (known.containsKey(id)) {
                    moved.add(id);
                }
            }
        }
        known = now;
        lastWatched = watched;
        due = false;
        watchers.wake(wake);
        return pace.after(moved, noticed, System.nanoTime());
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
            if (version.isPresent()) {
                version.get().close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            LOG.debug("closing the poller's connection", e);
        }
    }
}
