package org.jdbmail.imapd.proto;

/** CLOSE (RFC 3501 §6.4.2). */
public record Close() implements ImapCommand {}
