package org.jdbmail.core.store;

/**
 * Takes the messages of a mailbox as they are read, without an object for each: a mailbox may have a million of them.
 */
public interface MessageSink {
    /**
     * One message.
     *
     * @param uid {@code message_idnr}
     * @param physId {@code physmessage_id}, which the content and the summary are found by
     * @param flags {@link org.jdbmail.core.mail.Flag#bit() bits} of the system flags
     * @param recent no session has claimed it as {@code \Recent} yet
     * @param modseq {@code dbmail_messages.seq}, at least 1
     * @param size octets of the message as it is served; -1 where that is not known before it is read (rows that DBMail
     *     wrote)
     * @param internalDate seconds since 1970-01-01T00:00:00Z
     * @param expunged it is a tombstone
     */
    void message(
            long uid,
            long physId,
            int flags,
            boolean recent,
            long modseq,
            long size,
            long internalDate,
            boolean expunged);

    /** One keyword of a message that was, or will be, given to {@link #message}. */
    void keyword(long uid, String keyword);
}
