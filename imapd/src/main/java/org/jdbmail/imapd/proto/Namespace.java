package org.jdbmail.imapd.proto;

/** NAMESPACE (RFC 2342 §5). */
public record Namespace() implements ImapCommand {}
