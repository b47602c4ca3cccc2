package org.jdbmail.imapd.session;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps what NOTIFY (RFC 5465) costs within bounds: the sessions of a server that want to hear of many mailboxes look into the database by its
 * leave. The more of them there are, the seldomer each looks, and none spends more than a part of its time on it, however much is committed and
 * however long a look takes. What happened in between is told together.
 */
public final class NoticeLoad {
    /** All sessions together look once in this time on the average, however much happens. */
    private static final Duration SHARE = Duration.ofMillis(5);

    /** A session waits so many times as long as its last look took. */
    private static final int REST = 10;

    /** No look counts for more: one that waited for a database that was away says nothing of the next. */
    private static final long MOST = Duration.ofMillis(500).toNanos();

    private final AtomicInteger sessions = new AtomicInteger();

    /** A session more. */
    public void begin() {
        sessions.incrementAndGet();
    }

    /** A session less. */
    public void end() {
        sessions.decrementAndGet();
    }

    /**
     * For one session and one kind of looks.
     *
     * @param least how long at least from one to the next
     */
    public Looks looks(Duration least) {
        return new Looks(least);
    }

    /** When one session may look. For one thread. */
    public final class Looks {
        private final Duration least;
        private long over;
        private long took;

        private Looks(Duration least) {
            this.least = least;
            this.over = System.nanoTime() - least.toNanos();
        }

        /** Notes a look that began then and is over now. */
        public void looked(long began) {
            over = System.nanoTime();
            took = Math.min(over - began, MOST);
        }

        /** How long until the next look may be; not longer than zero if it may be now. */
        public Duration left() {
            return left(least);
        }

        /** The same, where there is no hurry. */
        public Duration left(Duration unhurried) {
            Duration pause =
                    longer(unhurried, longer(SHARE.multipliedBy(sessions.get()), Duration.ofNanos(REST * took)));
            return pause.minusNanos(System.nanoTime() - over);
        }

        /** Whether the next look may be now. */
        public boolean isDue() {
            return !left().isPositive();
        }

        private static Duration longer(Duration one, Duration other) {
            return one.compareTo(other) < 0 ? other : one;
        }
    }
}
