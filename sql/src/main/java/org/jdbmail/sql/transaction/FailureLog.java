package org.jdbmail.sql.transaction;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log what fails at the database: of each kind of failure the first with all that is known of it, and while it goes on one
 * line a minute. A full disk, or a server that is away, fails everything that everybody wants.
 */
final class FailureLog {
    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);

    private static final Duration EVERY = Duration.ofMinutes(1);

    /** After so long without it a failure is a new one. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(10);

    /** More kinds than a database fails in at a time. */
    private static final int MOST = 100;

    private record Kind(String type, @Nullable String state, int code) {}

    /** When it was told last, when it was seen last, and how often since it was told. */
    private record Told(long at, long seen, int since) {}

    private final Map<Kind, Told> told = new HashMap<>();

    /** Takes note of a failure. */
    void tell(SQLException failure) {
        Kind kind = new Kind(failure.getClass().getName(), failure.getSQLState(), failure.getErrorCode());
        Told before = note(kind, System.nanoTime());
        if (before == null) {
            if (failure instanceof SQLTransientConnectionException) {
                LOG.warn("No connection to the database is to be had: {}", failure.getMessage());
            } else if (Trouble.isFull(failure)) {
                // Where it failed is no matter, and a command tells it by itself.
                LOG.warn("There is no room left for the database: {}", failure.getMessage());
            } else {
                LOG.error("The database failed", failure);
            }
        } else if (before.since > 0) {
            LOG.error(
                    "The database goes on failing, {} times in the last minute: {}",
                    before.since,
                    failure.getMessage());
        }
    }

    /** Null if it is to be told in full, otherwise how often it is to be told of; 0 for not now. */
    private synchronized @Nullable Told note(Kind kind, long now) {
        if (told.size() > MOST) {
            told.clear();
        }
        Told last = told.get(kind);
        if (last == null || now - last.seen > FORGOTTEN.toNanos()) {
            told.put(kind, new Told(now, now, 0));
            return null;
        }
        int since = last.since + 1;
        if (now - last.at < EVERY.toNanos()) {
            told.put(kind, new Told(last.at, now, since));
            return new Told(now, now, 0);
        }
        told.put(kind, new Told(now, now, 0));
        return new Told(now, now, since);
    }
}
