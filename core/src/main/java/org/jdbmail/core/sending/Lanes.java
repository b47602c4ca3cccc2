package org.jdbmail.core.sending;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many messages go to each destination at a time: few at first, more as long as all goes well, fewer where it does not, and for a while
 * none where nobody could be reached. So neither a slow destination nor a dead one keeps what is meant for others.
 */
final class Lanes {
    private static final int FIRST = 5;
    private static final int MOST_DESTINATIONS = 50_000;

    /** How many may wait for a destination; more are told to come again. */
    private static final int MOST_WAITING = 4;

    private final Cache<String, Lane> lanes = Caffeine.newBuilder()
            .maximumSize(MOST_DESTINATIONS)
            .expireAfterAccess(Duration.ofHours(1))
            .build();
    private final int most;
    private final Duration rest;
    private final InstantSource clock;

    /**
     * All destinations.
     *
     * @param most messages at a time to one destination
     * @param rest for how long one is left alone where nobody was reached
     */
    Lanes(int most, Duration rest, InstantSource clock) {
        this.most = most;
        this.rest = rest;
        this.clock = clock;
    }

    Lane of(String destination) {
        return lanes.get(destination, key -> new Lane());
    }

    /** One destination. */
    final class Lane {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition free = lock.newCondition();
        private int limit = Math.min(FIRST, most);
        private int active;
        private int waiting;
        private Instant resting = Instant.EPOCH;

        /** How many messages it takes at a time now; one that is left alone takes all, which are told so at once. */
        int limit() {
            lock.lock();
            try {
                return clock.instant().isBefore(resting) ? Integer.MAX_VALUE : limit;
            } finally {
                lock.unlock();
            }
        }

        /** Whether it is left alone for now. */
        boolean isResting() {
            lock.lock();
            try {
                return clock.instant().isBefore(resting);
            } finally {
                lock.unlock();
            }
        }

        /** Takes a place; false if there is none before the patience ends. */
        boolean enter(Duration patience) throws InterruptedException {
            lock.lock();
            try {
                if (active >= limit && waiting >= MOST_WAITING) {
                    return false;
                }
                long left = patience.toNanos();
                waiting++;
                try {
                    while (active >= limit && left > 0) {
                        left = free.awaitNanos(left);
                    }
                } finally {
                    waiting--;
                }
                if (active >= limit) {
                    return false;
                }
                active++;
                return true;
            } finally {
                lock.unlock();
            }
        }

        /** Gives the place back, and learns. */
        void leave(boolean wasReached) {
            lock.lock();
            try {
                if (wasReached) {
                    limit = active >= limit ? Math.min(most, limit + 1) : limit;
                } else {
                    limit = Math.max(1, limit - 1);
                    resting = clock.instant().plus(rest);
                }
                active--;
                // The few that wait: where it takes one more now, two of them get in.
                free.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Waits as long as is usual. */
    static Duration patience() {
        return Duration.of(20, TimeUnit.SECONDS.toChronoUnit());
    }
}
