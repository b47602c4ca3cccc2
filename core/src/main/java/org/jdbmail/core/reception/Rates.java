package org.jdbmail.core.reception;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts what each client does in a time. Who is over a limit is told to come later; whom the settings trust is not counted. Bounded: of
 * more clients than are remembered, those that did nothing for long begin anew. Safe for any number of threads.
 */
final class Rates {
    private static final int MOST_CLIENTS = 100_000;

    /** One client's counts in the time that has begun with its first. */
    private final class Counts {
        private final Map<What, Long> counts = new EnumMap<>(What.class);
        private long began;

        synchronized long add(What what, long now) {
            if (now - began >= window.toMillis()) {
                began = now;
                counts.clear();
            }
            return counts.merge(what, 1L, Long::sum);
        }
    }

    /** What is counted. */
    enum What {
        CONNECTIONS,
        MESSAGES,
        RECIPIENTS,
        ERRORS,
        ACCOUNT_RECIPIENTS
    }

    private final InstantSource clock;
    private final Duration window;
    private final Cache<String, Counts> clients;

    Rates(Duration window, InstantSource clock) {
        this.clock = clock;
        this.window = window;
        this.clients = Caffeine.newBuilder()
                .maximumSize(MOST_CLIENTS)
                .expireAfterAccess(window)
                .build();
    }

    /**
     * Counts one more; whether it is within the limit.
     *
     * @param most in that time; 0 for any number
     */
    boolean admits(String client, What what, long most) {
        return most == 0 || clients.get(client, key -> new Counts()).add(what, clock.millis()) <= most;
    }
}
