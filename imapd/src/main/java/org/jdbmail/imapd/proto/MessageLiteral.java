package org.jdbmail.imapd.proto;

/** The message of an APPEND, kept in memory or in a temporary file until it is closed. */
public interface MessageLiteral extends AutoCloseable {
    /** Its size in octets. */
    long size();

    @Override
    void close();
}
