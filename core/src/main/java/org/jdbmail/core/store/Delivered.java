package org.jdbmail.core.store;

import org.jdbmail.core.mail.Refusal;

/** What became of one {@link Destination}. */
public sealed interface Delivered {
    /**
     * The message is there, durably.
     *
     * @param uid its UID; the mailbox's UIDVALIDITY is its id
     * @param modseq its MODSEQ, which the mailbox's HIGHESTMODSEQ is raised to
     * @param physId {@code physmessage_id} of its content
     */
    record Stored(long uid, long modseq, long physId) implements Delivered {}

    /**
     * It is not: OVER_QUOTA, NOT_FOUND for the mailbox or the charged user, LIMIT for a keyword that is too long.
     */
    record Refused(Refusal refusal) implements Delivered {}
}
