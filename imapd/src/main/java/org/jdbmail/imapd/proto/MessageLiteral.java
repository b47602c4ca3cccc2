package org.jdbmail.imapd.proto;

import org.jdbmail.mime.bytes.MessageBytes;

/** The message of an APPEND, kept in memory or in a temporary file until it is closed. */
public interface MessageLiteral extends AutoCloseable {
    /** Its size in octets. */
    long size();

    /**
     * Its octets, until it is closed.
     *
     * @throws org.jdbmail.core.mail.Refusal if it could not be kept
     */
    MessageBytes bytes();

    @Override
    void close();
}
