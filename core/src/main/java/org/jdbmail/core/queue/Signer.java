package org.jdbmail.core.queue;

import org.jdbmail.core.smtp.client.MailContent;
import org.jdbmail.core.store.QueuedMail;

/**
 * Puts signatures on mail that leaves for other servers. Used by several threads.
 *
 * <p>What is signed are the octets that {@link MailContent#write} sends: lines that end in CRLF, with a lone LF as CRLF and a lone CR as
 * a space, and a line end after the last. A server that does not take eight bits, or SMTPUTF8, gets no changed message but none.
 */
@FunctionalInterface
public interface Signer {
    /** One that signs nothing. */
    Signer NONE = (mail, content) -> content;

    /**
     * The message as it is to be sent: mostly the same with more fields in its {@link MailContent#prefix}. Called before each attempt. Where it
     * throws, the mail waits.
     *
     * @param mail with the recipients that it is for now
     */
    MailContent signed(QueuedMail mail, MailContent content);
}
