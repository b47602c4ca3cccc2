package org.jdbmail.core.store;

import java.util.List;

/** How long messages stay in mailboxes of which an administrator said it ({@code jdbmail_retention}). */
public interface Retentions {
    /**
     * What was said of a mailbox.
     *
     * @param days messages that came into it longer ago go; 0 to keep them for ever
     */
    record Retention(Mailbox mailbox, int days) {}

    /** All that was said, by mailbox. */
    List<Retention> all();

    /** Says it of a mailbox, in place of what was said. */
    void set(long mailboxId, int days);

    /** Says nothing of a mailbox any more; returns whether something was said. */
    boolean remove(long mailboxId);

    /**
     * Mailboxes of all accounts with that use: those that are marked with it, and those of accounts without a marked one that have one
     * of these names.
     *
     * @param specialUse RFC 6154 attribute, as {@code \Trash}
     */
    List<Mailbox> usedFor(String specialUse, List<String> names);
}
