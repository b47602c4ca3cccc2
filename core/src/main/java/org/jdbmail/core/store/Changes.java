package org.jdbmail.core.store;

/**
 * Wakes whoever watches a mailbox when something in it was committed, by this process or another. Level-triggered: a
 * wake-up carries no data, may come late, twice or for nothing, and is followed by a look at
 * {@link Messages#changesSince}.
 */
public interface Changes {
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
