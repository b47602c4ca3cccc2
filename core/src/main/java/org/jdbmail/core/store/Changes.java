package org.jdbmail.core.store;

/**
 * Wakes whoever watches a mailbox when something in it was committed, by this process or another. Level-triggered: a
 * wake-up carries no data, may come late, twice or for nothing, and is followed by a look at
 * {@link Messages#changesSince}.
 */
public interface Changes {
    /**
     * Stands for what mailboxes there are, how they are called, who is subscribed, who may do what and what was noted: whoever watches
     * it is woken when any of that has changed, at once for commits of this process and, on PostgreSQL, of others of ours. Of all other
     * changes nobody is told; who needs them looks now and then.
     */
    long LISTS = 0;

    /** Ends a watch; closing twice does no harm. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Watches a mailbox.
     *
     * @param wake called from any thread after a commit that touched the mailbox; must return at once
     */
    Watch watch(long mailboxId, Runnable wake);
}
