package org.jdbmail.imapd.proto;

/** UNAUTHENTICATE (RFC 8437 §3). */
public record Unauthenticate() implements ImapCommand {}
