package org.jdbmail.webd.watch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What takes its time to be found, or more of it the more is open: it is looked for by a thread beside, at most twice a minute, and who asks gets what
 * was found last, so that a scrape never waits.
 *
 * @param <T> what is found
 */
public final class Beside<T> {
    private static final Duration FRESH = Duration.ofSeconds(30);

    private final InstantSource clock;
    private final Supplier<Optional<T>> search;
    private final AtomicBoolean isSearching = new AtomicBoolean();
    private volatile @Nullable T found;
    private volatile Instant searched = Instant.EPOCH;

    /** @param search finds it; empty if it can't be known now, which is then told rather than what was before */
    public Beside(InstantSource clock, Supplier<Optional<T>> search) {
        this.clock = clock;
        this.search = search;
    }

    /** What was found last. */
    public Optional<T> last() {
        if (searched.isBefore(clock.instant().minus(FRESH)) && isSearching.compareAndSet(false, true)) {
            Thread.ofVirtual().name("metrics").start(this::search);
        }
        return Optional.ofNullable(found);
    }

    private void search() {
        try {
            found = search.get().orElse(null);
        } finally {
            searched = clock.instant();
            isSearching.set(false);
        }
    }
}
