package org.jdbmail.imapd.proto;

/** CAPABILITY (RFC 3501 §6.1.1). */
public record Capability() implements ImapCommand {}
