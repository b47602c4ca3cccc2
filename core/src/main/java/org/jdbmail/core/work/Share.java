package org.jdbmail.core.work;

/** What one account or one address has of the pool. Guarded by the pool's lock. */
final class Share {
    /** Time of the pool that it has used, in nanoseconds, counted up to the pool's own time whenever it comes anew. */
    long used;

    /** Its work that is there, done or waiting. */
    int jobs;

    /** Its work that is begun and holds memory. */
    int begun;
}
