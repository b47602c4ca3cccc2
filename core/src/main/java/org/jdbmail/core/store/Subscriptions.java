package org.jdbmail.core.store;

import java.util.List;

/**
 * What a user subscribed to: mailboxes ({@code dbmail_subscription}, read through {@link Mailboxes#visibleTo}), and names whose
 * mailbox was deleted since, which stay subscribed (RFC 3501 §6.3.9). When a mailbox gets such a name, whoever is subscribed to
 * the name is subscribed to the mailbox.
 */
public interface Subscriptions {
    /**
     * A name without a mailbox.
     *
     * @param ownerId the account whose mailbox it was
     * @param ownerLogin that account's name
     * @param name the mailbox's name below that account
     */
    record Name(long ownerId, String ownerLogin, String name) {}

    /** Subscribes; nothing happens if it was so already. */
    void add(long userId, long mailboxId);

    /** Unsubscribes; nothing happens if it was so already. */
    void remove(long userId, long mailboxId);

    /** The names without mailboxes that a user is subscribed to, in no order. */
    List<Name> names(long userId);

    /**
     * Ends the subscription to a name without a mailbox.
     *
     * @return whether there was one
     */
    boolean remove(long userId, long ownerId, String name);
}
