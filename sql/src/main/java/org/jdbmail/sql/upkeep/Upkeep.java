package org.jdbmail.sql.upkeep;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.sql.transaction.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the collector every hour, and buries tombstones once a day, on a thread of its own. Several processes on one
 * database may all do so: each takes away what it finds.
 */
public final class Upkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private static final Duration INTERVAL = Duration.ofHours(1);
    private static final int RUNS_A_DAY = 24;

    private final Collector collector;
    private final Tombstones tombstones;
    private final Thread thread;

    /** Starts the thread; it begins to work after the first hour. */
    public Upkeep(Transactions transactions) {
        this.collector = new Collector(transactions, INTERVAL);
        this.tombstones = new Tombstones(transactions);
        this.thread = Thread.ofPlatform().name("jdbmail-upkeep").daemon().start(this::loop);
    }

    private void loop() {
        try {
            for (int run = 1; ; run++) {
                Thread.sleep(INTERVAL);
                try {
                    Map<String, Long> removed = collector.run(Instant.now());
                    long buried = run % RUNS_A_DAY == 0 ? tombstones.run() : 0;
                    LOG.debug("upkeep: took away {}, tombstones {}", removed, buried);
                } catch (Refusal e) {
                    LOG.warn("Upkeep was interrupted and goes on in an hour: {}", e.text());
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
