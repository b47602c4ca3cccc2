package org.jdbmail.core.index;

import java.util.List;

/**
 * Tells a client what is new in its mailbox, in the order in which it must hear it.
 *
 * @param <X> what the telling may throw
 */
public interface Announcer<X extends Exception> {
    /** There are new keywords; these are all. Before the flags that use them. */
    void keywords(List<String> all) throws X;

    /**
     * Messages are gone, and those behind each move up. From the highest to the lowest, so that each number is right when it is
     * heard.
     *
     * @param sequences their sequence numbers, descending
     * @param uids their UIDs, in the same order
     */
    void expunged(int[] sequences, long[] uids) throws X;

    /** There are that many messages now, new ones among them. */
    void exists(int messages) throws X;

    /** That many of them are recent. */
    void recent(int messages) throws X;

    /**
     * Whether the client wants to hear of a message that has the flags it knows, but a greater MODSEQ: they were changed, and changed
     * back, between two looks (RFC 7162 §3.1.4.2).
     */
    boolean hearsModseqs();

    /** A message of which the client knows has other flags now, or, where it hears of these, another MODSEQ. */
    void flags(int sequence, MailboxSnapshot snapshot, int place) throws X;
}
