package org.jdbmail.core.mailbox;

/**
 * Where a mailbox name leads: whose it is, and its name below that account.
 *
 * @param ownerId the account
 * @param name may be empty, for the root of another user's mailboxes
 */
public record Place(long ownerId, String name) {}
