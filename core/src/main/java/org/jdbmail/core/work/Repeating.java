package org.jdbmail.core.work;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does something again and again on a thread of its own, until it is closed. What the process needs as long as it lives outlives its own
 * bugs: a turn that ends by an exception is logged, and the next one comes when it is due. Failures that are to be expected are the
 * turn's own to catch.
 */
public final class Repeating implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Repeating.class);

    private final String name;
    private final Runnable turn;
    private final Thread thread;
    private volatile boolean isClosed;

    /**
     * Not yet at work.
     *
     * @param name the thread's, under which a turn that failed is logged
     * @param first how long after its start the first turn begins
     * @param pause between the end of a turn and the next one
     */
    public Repeating(String name, Duration first, Duration pause, Runnable turn) {
        this.name = name;
        this.turn = turn;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(() -> loop(first, pause));
    }

    /** Begins; once. */
    public void start() {
        thread.start();
    }

    private void loop(Duration first, Duration pause) {
        try {
            Thread.sleep(first);
            while (!isClosed) {
                takeTurn();
                Thread.sleep(pause);
            }
        } catch (InterruptedException e) {
            LOG.trace("{} ends", name, e);
        }
    }

    private void takeTurn() {
        try {
            turn.run();
        } catch (RuntimeException e) {
            if (isClosed) {
                LOG.debug("{} ended in the middle", name, e);
                return;
            }
            LOG.error("{} failed, and is tried again when it is due", name, e);
        }
    }

    /** Has no further turn begin, and interrupts the one that is under way; does not wait for its end. */
    @Override
    public void close() {
        isClosed = true; // also where the turn takes the interrupt for a failure of its own
        thread.interrupt();
    }
}
