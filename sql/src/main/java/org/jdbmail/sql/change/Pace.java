package org.jdbmail.sql.change;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * How long the poller waits between two looks. Where commits are told of by notices, a mailbox that moves without one shows that
 * DBMail's daemons are at work: then it looks often, until nothing of that kind was seen for a quarter of an hour. Used by one thread.
 */
final class Pace {
    /** Half of what an IDLE session may wait for what DBMail's daemons write. */
    static final Duration OFTEN = Duration.ofMillis(500);

    static final Duration SELDOM = Duration.ofSeconds(5);

    private static final long REMEMBERED = Duration.ofMinutes(15).toNanos();

    private final Duration seldom;
    private final Duration often;

    /** Mailboxes that had moved at the last look and had no notice by then: it may have been on its way. */
    private Set<Long> suspects = Set.of();

    private boolean isShared;
    private long seenAt;

    private Pace(Duration seldom, Duration often) {
        this.seldom = seldom;
        this.often = often;
    }

    /** The same wait always. */
    static Pace steady(Duration interval) {
        return new Pace(interval, interval);
    }

    /** For a database that tells of our commits. */
    static Pace besideNotices() {
        return new Pace(SELDOM, OFTEN);
    }

    /**
     * The wait after a look.
     *
     * @param moved mailboxes that have moved since the look before
     * @param noticed mailboxes that there was a notice of since then
     * @param now by {@link System#nanoTime}
     */
    Duration after(Set<Long> moved, Set<Long> noticed, long now) {
        if (!noticed.containsAll(suspects)) {
            isShared = true;
            seenAt = now;
        }
        suspects = new HashSet<>(moved);
        suspects.removeAll(noticed);
        if (now - seenAt > REMEMBERED) {
            isShared = false;
        }
        return isShared || !suspects.isEmpty() ? often : seldom;
    }
}
