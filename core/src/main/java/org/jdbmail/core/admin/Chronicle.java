package org.jdbmail.core.admin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.count.Tally;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.History;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Totals;
import org.jdbmail.core.work.Repeating;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what happens, hour by hour, for charts: each process adds what it has counted, and one of all notes how much the store
 * holds. What a process has counted since its last line is lost when it is killed.
 */
public final class Chronicle implements AutoCloseable {
    /** Mail that was delivered. */
    public static final String DELIVERED = "delivered";

    /** Logins that were right. */
    public static final String LOGINS = "logins";

    /** Logins that were wrong. */
    public static final String FAILED = "logins-failed";

    /** Octets that accounts keep. */
    public static final String OCTETS = "octets";

    /** Messages that wait to be sent. */
    public static final String QUEUE = "queue";

    private static final Logger LOG = LoggerFactory.getLogger(Chronicle.class);
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Duration SIZED = Duration.ofMinutes(15);
    private static final Duration KEPT = Duration.ofDays(400);
    private static final Duration AUDIT_KEPT = Duration.ofDays(400);

    private final Store store;
    private final Tally deliveries;
    private final Tally logins;
    private final InstantSource clock;
    private final Repeating lines;
    private final Map<String, Long> written = new HashMap<>();

    public Chronicle(Store store, Tally deliveries, Tally logins, InstantSource clock) {
        this.store = store;
        this.deliveries = deliveries;
        this.logins = logins;
        this.clock = clock;
        this.lines = new Repeating("jdbmail-chronicle", EVERY, EVERY, this::write);
    }

    /** Begins. */
    public Chronicle start() {
        lines.start();
        return this;
    }

    /** Writes what was counted since the last time. */
    public synchronized void write() {
        Instant now = clock.instant();
        Map<String, Long> counted =
                Map.of(DELIVERED, deliveries.of("delivered"), LOGINS, logins.of("ok"), FAILED, logins.of("failed"));
        try {
            Map<String, Long> more = new HashMap<>();
            counted.forEach((what, count) -> more.put(what, count - written.getOrDefault(what, 0L)));
            if (more.values().stream().anyMatch(count -> count > 0)) {
                store.write(tx -> {
                    more.forEach((what, count) -> {
                        if (count > 0) {
                            tx.history().add(what, now, count);
                        }
                    });
                    return true;
                });
                written.putAll(counted);
            }
            if (store.maintenance().claim("figures", now, SIZED)) {
                size(now);
            }
        } catch (Refusal trouble) {
            LOG.debug("figures can't be written: {}", trouble.text());
        }
    }

    private void size(Instant now) {
        Totals totals = store.maintenance().totals();
        store.write(tx -> {
            tx.history().put(OCTETS, now, totals.octets());
            tx.history().put(QUEUE, now, totals.queued());
            tx.history().prune(now.minus(KEPT));
            tx.audit().prune(now.minus(AUDIT_KEPT));
            return tx.web().forget(now);
        });
    }

    /** The figures of each name since its moment, for an administrator: one statement. */
    public static Map<String, List<History.Point>> since(Store store, Actor actor, Map<String, Instant> wanted) {
        actor.requireEverything();
        return store.look(tx -> tx.history().since(wanted));
    }

    /** Writes what is left. */
    @Override
    public void close() {
        lines.close();
        write();
    }
}
