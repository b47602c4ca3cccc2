package org.jdbmail.core.store;

/** A message that gives way to what comes in its place: it is expunged in the same transaction, or nothing is done. */
public record Replaced(long mailboxId, long uid) {}
