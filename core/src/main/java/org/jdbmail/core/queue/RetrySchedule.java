package org.jdbmail.core.queue;

import java.time.Duration;

/**
 * When mail is tried again.
 *
 * @param lifetime for how long in all
 * @param warning after which time its sender is told
 */
public record RetrySchedule(Duration lifetime, Duration warning) {
    private static final int[] MINUTES = {1, 5, 10, 20, 40, 60, 120, 240};

    /** A report that can't be delivered is not worth as much trouble. */
    private static final Duration REPORTS = Duration.ofDays(1);

    /**
     * How long to wait after an attempt.
     *
     * @param attempts how many there were
     * @param chance from 0 to 1, so that messages that failed together do not come again together
     */
    public Duration after(int attempts, double chance) {
        int minutes = MINUTES[Math.clamp(attempts - 1L, 0, MINUTES.length - 1)];
        return Duration.ofSeconds(Math.round(minutes * 60 * (0.85 + 0.3 * chance)));
    }

    /** For how long a message is tried in all. */
    Duration lifetime(boolean isReport) {
        return isReport && lifetime.compareTo(REPORTS) > 0 ? REPORTS : lifetime;
    }
}
