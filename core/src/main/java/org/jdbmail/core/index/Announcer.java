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

    /** The message with that sequence number and UID is gone, and those behind it move up. Called in descending order. */
    void expunged(int sequence, long uid) throws X;

    /** There are that many messages now, new ones among them. */
    void exists(int messages) throws X;

    /** That many of them are recent. */
    void recent(int messages) throws X;

    /** A message of which the client knows has other flags now. */
    void flags(int sequence, MailboxSnapshot snapshot, int place) throws X;
}
