package org.jdbmail.sql.upkeep;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.sql.account.Removal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes large mailboxes that were deleted, piece by piece on a thread of its own: at once when this process has deleted one, and
 * within a minute when another has.
 */
public final class Remover implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Remover.class);

    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final Removal removal;
    private final Semaphore due = new Semaphore(1);
    private final Thread thread;

    public Remover(Removal removal) {
        this.removal = removal;
        this.thread = Thread.ofPlatform().name("jdbmail-remover").daemon().start(this::loop);
    }

    /** Says that there is something to remove. */
    public void isDue() {
        due.release();
    }

    private void loop() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (due.tryAcquire(INTERVAL.toSeconds(), TimeUnit.SECONDS)) {
                    due.drainPermits();
                }
                removeAll();
            }
        } catch (InterruptedException e) {
            LOG.trace("the remover ends", e);
        }
    }

    private void removeAll() throws InterruptedException {
        try {
            while (removal.step()) {
                // Whoever waits for the writer, or for the account's row, goes first.
                Thread.sleep(1);
            }
        } catch (Refusal e) {
            LOG.debug("removing deleted mailboxes goes on in a minute: {}", e.text());
        } catch (RuntimeException e) {
            LOG.error("Removing deleted mailboxes failed and is tried again in a minute", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
