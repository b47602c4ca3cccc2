package org.jdbmail.imapd.proto;

/** CHECK (RFC 3501 §6.4.1). */
public record Check() implements ImapCommand {}
