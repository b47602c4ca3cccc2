package org.jdbmail.core.work;

import org.jspecify.annotations.Nullable;

/** Who computes for somebody: the pool for long work, in the turns that he has there. Safe for any number of threads. */
public final class Worker {
    /** Computes where it is asked to: for programs that do nothing else, and for tests. */
    public static final Worker HERE = new Worker(null, Requester.SERVER);

    private final @Nullable WorkPool pool;
    private final Requester requester;

    private Worker(@Nullable WorkPool pool, Requester requester) {
        this.pool = pool;
        this.requester = requester;
    }

    /** The pool, for whom that is. */
    public static Worker of(WorkPool pool, Requester requester) {
        return new Worker(pool, requester);
    }

    /**
     * Does a piece of work as {@link WorkPool#callBriefly}, and waits for it.
     *
     * @throws org.jdbmail.core.mail.Refusal LIMIT or UNAVAILABLE where the work cannot be done now
     */
    public <T> T briefly(LongTask<T> task) {
        return pool == null ? task.run(Progress.UNLIMITED) : pool.callBriefly(requester, task);
    }
}
