package org.jdbmail.core.store;

/**
 * The mail store: one relational database, shared with any number of other processes. Safe for use by any number of
 * threads; a connection to the database is held only while work runs.
 */
public interface Store extends AutoCloseable {
    /** Runs work that only reads, in one transaction with a steady view of the database. */
    <T> T read(Work<T> work);

    /**
     * Runs work that writes, in one transaction, and commits it before it returns. After a deadlock or a serialization
     * failure the work is run again, a few times. Watchers of {@link #changes()} are woken after the commit.
     */
    <T> T write(Work<T> work);

    /** Wake-ups after commits, of this process and of others. */
    Changes changes();

    /** Closes the connections; what is running may fail. */
    @Override
    void close();
}
