package org.jdbmail.imapd.proto;

/** NOOP (RFC 3501 §6.1.2). */
public record Noop() implements ImapCommand {}
