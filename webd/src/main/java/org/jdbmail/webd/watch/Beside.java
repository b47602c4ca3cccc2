package org.jdbmail.webd.watch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What takes its time to be found, or more of it the more there is: it is looked for by a thread beside, one at a time whoever asks, and who asks
 * gets what was found last, so that neither a scrape nor a browser waits.
 *
 * @param <T> what is found
 */
public final class Beside<T> {
    private static final Duration FRESH = Duration.ofSeconds(30);

    /**
     * What was found.
     *
     * @param when it was looked for: it is as old as that
     */
    public record Found<T>(T what, Instant when) {}

    /**
     * What is known.
     *
     * @param found last; empty if nothing ever was, or if the last search came to nothing
     * @param isSearching whether there soon will be something newer
     */
    public record Known<T>(Optional<Found<T>> found, boolean isSearching) {}

    private final InstantSource clock;
    private final Supplier<Optional<T>> search;
    private final Lock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private @Nullable Found<T> found;
    private Instant searched = Instant.MIN;
    private boolean isSearching;

    /** @param search finds it; empty if it can't be known now, which is then told rather than what was before */
    public Beside(InstantSource clock, Supplier<Optional<T>> search) {
        this.clock = clock;
        this.search = search;
    }

    /** What was found last; where that is older than half a minute, it is looked for anew. Never waits. */
    public Optional<T> last() {
        return ask(FRESH, Duration.ZERO).found().map(Found::what);
    }

    /**
     * What is known, and has it looked for anew where that is old.
     *
     * @param fresh how old it may be
     * @param patience how long to wait for what is being looked for
     */
    public Known<T> ask(Duration fresh, Duration patience) {
        lock.lock();
        try {
            if (!isSearching && !searched.isAfter(clock.instant().minus(fresh))) {
                // A thread of the system's: SQLite would keep the carrier of a virtual one to itself. It begins by
                // waiting for this lock.
                Thread.ofPlatform().name("jdbmail-beside").daemon().start(this::search);
                isSearching = true;
            }
            long left = patience.toNanos();
            while (isSearching && left > 0) {
                left = ended.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        return known();
    }

    private Known<T> known() {
        lock.lock();
        try {
            return new Known<>(Optional.ofNullable(found), isSearching);
        } finally {
            lock.unlock();
        }
    }

    private void search() {
        Instant began = clock.instant();
        Optional<T> result = Optional.empty();
        try {
            result = search.get();
        } finally {
            lock.lock();
            try {
                found = result.map(what -> new Found<>(what, began)).orElse(null);
                searched = clock.instant();
                isSearching = false;
                ended.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
