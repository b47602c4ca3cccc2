package org.jdbmail.core.store;

/** Which mailboxes a user subscribed to ({@code dbmail_subscription}); read through {@link Mailboxes#visibleTo}. */
public interface Subscriptions {
    /** Subscribes; nothing happens if it was so already. */
    void add(long userId, long mailboxId);

    /** Unsubscribes; nothing happens if it was so already. */
    void remove(long userId, long mailboxId);
}
