package org.jdbmail.core.upkeep;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.work.Repeating;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does tasks from time to time, on a thread of its own: of all processes on a store one does each, and it counts for all. */
public final class Rounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    /** How often it is looked whether something is due. */
    private static final Duration LOOK = Duration.ofSeconds(30);

    /**
     * Something to be done.
     *
     * @param name at most 32 characters, the same in all processes
     * @param every how long one run is enough
     */
    public record Task(String name, Duration every, Act act) {}

    /** What is done; does no harm when it is done twice, or is broken off. */
    @FunctionalInterface
    public interface Act {
        /** Does it. */
        void run(Instant now);
    }

    private final Store store;
    private final List<Task> tasks;
    private final InstantSource clock;
    private final Repeating looks;

    /** @param tasks in the order in which they are done */
    public Rounds(Store store, List<Task> tasks, InstantSource clock) {
        this.store = store;
        this.tasks = List.copyOf(tasks);
        this.clock = clock;
        this.looks = new Repeating("jdbmail-rounds", LOOK, LOOK, this::look);
    }

    /** Begins; the first look is after half a minute. */
    public Rounds start() {
        looks.start();
        return this;
    }

    /** Does what is due now. */
    public void look() {
        for (Task task : tasks) {
            try {
                Instant now = clock.instant();
                if (store.maintenance().claim(task.name(), now, task.every())) {
                    task.act().run(now);
                }
            } catch (Refusal trouble) {
                LOG.warn("{} is put off: {}", task.name(), trouble.text());
            } catch (RuntimeException e) {
                LOG.error("{} failed, and is tried again when it is due", task.name(), e);
            }
        }
    }

    @Override
    public void close() {
        looks.close();
    }
}
