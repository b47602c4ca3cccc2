package org.jdbmail.core.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Failures;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.work.Repeating;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the other servers on the database what a {@link Guard} saw, and the guard what they saw; every second or two. */
public final class GuardSync implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GuardSync.class);

    /** Rows are written with whole seconds, and clocks are never quite the same. */
    private static final Duration OVERLAP = Duration.ofSeconds(10);

    /** The longest that anything of a row counts, and a day more. */
    private static final Duration KEPT = Duration.ofDays(8);

    private static final Duration FORGETS_EVERY = Duration.ofHours(6);

    private final Guard guard;
    private final Store store;
    private final InstantSource clock;
    private final Repeating talk;
    private Instant looked = Instant.EPOCH;
    private Instant forgot;

    public GuardSync(Guard guard, Store store, Duration every, InstantSource clock) {
        this.guard = guard;
        this.store = store;
        this.clock = clock;
        this.forgot = clock.instant();
        this.talk = new Repeating("login-guard", Duration.ZERO, every, this::exchangeIfPossible);
    }

    /** Begins. */
    public GuardSync start() {
        talk.start();
        return this;
    }

    private void exchangeIfPossible() {
        try {
            exchange();
        } catch (Refusal trouble) {
            // Each server guards by itself meanwhile.
            LOG.debug("what other servers know of wrong logins can't be told now: {}", trouble.text());
            looked = Instant.EPOCH;
        }
    }

    /** Writes what is new here and reads what is new there. */
    void exchange() {
        Instant now = clock.instant();
        List<Failures.Row> news = guard.news();
        boolean isWritten = false;
        try {
            if (!news.isEmpty()) {
                store.write(tx -> {
                    news.forEach(row -> tx.failures().add(row, guard.forgivingSeconds(), now));
                    return news.size();
                });
            }
            isWritten = true;
        } finally {
            if (!isWritten) {
                guard.keep(news);
            }
        }
        Instant from = looked.equals(Instant.EPOCH) ? now.minus(KEPT) : looked.minus(OVERLAP);
        guard.absorb(store.look(tx -> tx.failures().since(from)));
        looked = now;
        if (now.isAfter(forgot.plus(FORGETS_EVERY))) {
            forgot = now;
            store.write(tx -> tx.failures().forget(now.minus(KEPT)));
        }
    }

    /** Ends. */
    @Override
    public void close() {
        talk.close();
    }
}
