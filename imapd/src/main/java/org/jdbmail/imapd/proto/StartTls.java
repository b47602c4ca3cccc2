package org.jdbmail.imapd.proto;

/** STARTTLS (RFC 3501 §6.2.1). */
public record StartTls() implements ImapCommand {}
