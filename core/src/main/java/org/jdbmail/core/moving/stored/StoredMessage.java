package org.jdbmail.core.moving.stored;

import org.jdbmail.core.mail.FlagSet;

/**
 * A message in a mailbox of the store.
 *
 * @param physId its content
 * @param recent whether no session has claimed it yet
 * @param internalDate seconds since 1970-01-01T00:00:00Z
 */
public record StoredMessage(long uid, long physId, FlagSet flags, boolean recent, long internalDate) {}
