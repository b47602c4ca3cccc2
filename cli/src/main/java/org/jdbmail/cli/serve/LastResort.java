package org.jdbmail.cli.serve;

import java.util.function.Consumer;
import org.jdbmail.cli.start.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process at once where it cannot be trusted to go on: memory is exhausted, or a thread has died on which all connections
 * depend. A server that lives and does not answer is the worst case; a supervisor starts one again that has ended. No message is
 * lost by that: what was acknowledged is committed.
 */
final class LastResort implements Consumer<Throwable> {
    private static final Logger LOG = LoggerFactory.getLogger(LastResort.class);

    @Override
    public void accept(Throwable thrown) {
        try {
            String what = thrown instanceof OutOfMemoryError ? "memory is exhausted" : "an I/O thread has died";
            LOG.error("{}: the process ends, to be started again", what, thrown);
        } finally {
            Runtime.getRuntime().halt(Failure.SOFTWARE);
        }
    }

    /** What no thread caught: memory that is exhausted ends the process, other faults are logged. */
    void watchAllThreads() {
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            if (thrown instanceof OutOfMemoryError) {
                accept(thrown);
            } else {
                LOG.error("{} has ended by a fault", thread.getName(), thrown);
            }
        });
    }
}
