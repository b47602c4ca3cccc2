package org.jdbmail.imapd.proto;

/** UNSELECT (RFC 3691 §2). */
public record Unselect() implements ImapCommand {}
