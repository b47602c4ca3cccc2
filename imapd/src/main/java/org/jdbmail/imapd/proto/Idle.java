package org.jdbmail.imapd.proto;

/** IDLE (RFC 2177 §3); the DONE that ends it is read by its handler. */
public record Idle() implements ImapCommand {}
