package org.jdbmail.imapd.proto;

/** LOGOUT (RFC 3501 §6.1.3). */
public record Logout() implements ImapCommand {}
