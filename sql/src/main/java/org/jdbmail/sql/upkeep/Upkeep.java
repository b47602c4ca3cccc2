package org.jdbmail.sql.upkeep;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.sql.transaction.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the collector every hour, buries tombstones when they are old enough, and forgets what need not be remembered, on a thread of its own. Several processes on one
 * database may all do so: each takes away what it finds.
 */
public final class Upkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private static final Duration INTERVAL = Duration.ofHours(1);

    private final Collector collector;
    private final Tombstones tombstones;
    private final Forgetting forgetting;
    private final Duration expunged;
    private final Thread thread;

    /**
     * Starts the thread; it begins to work after the first hour.
     *
     * @param expunged how long tombstones stay, at least
     * @param undelete how long they can be had back
     */
    public Upkeep(Transactions transactions, Duration expunged, Duration undelete) {
        this.expunged = expunged;
        this.collector = new Collector(transactions, INTERVAL);
        this.tombstones = new Tombstones(transactions, undelete);
        this.forgetting = new Forgetting(transactions);
        this.thread = Thread.ofPlatform().name("jdbmail-upkeep").daemon().start(this::loop);
    }

    private void loop() {
        try {
            while (true) {
                Thread.sleep(INTERVAL);
                try {
                    Instant now = Instant.now();
                    long buried = tombstones.runIfDue(now, expunged);
                    Map<String, Long> removed = collector.run(now);
                    long forgotten = forgetting.run(now);
                    LOG.debug("upkeep: took away {}, tombstones {}, memories {}", removed, buried, forgotten);
                } catch (Refusal e) {
                    LOG.warn("Upkeep was interrupted and goes on in an hour: {}", e.text());
                } catch (RuntimeException e) {
                    LOG.error("Upkeep failed and is tried again in an hour", e);
                }
            }
        } catch (InterruptedException e) {
            LOG.trace("upkeep ends", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
