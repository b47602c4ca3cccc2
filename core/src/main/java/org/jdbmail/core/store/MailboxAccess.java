package org.jdbmail.core.store;

import org.jdbmail.core.mail.Rights;

/**
 * A mailbox as one user meets it.
 *
 * @param rights what the user may do with it: all for the owner unless the list names the owner too; for others what
 *     the list grants them or {@code anyone} (RFC 4314 §2)
 * @param subscribed whether the user subscribed to it
 * @param seq {@code dbmail_mailboxes.seq} when this was read: who knows the mailbox at that seq need not look again
 */
public record MailboxAccess(Mailbox mailbox, Rights rights, boolean subscribed, long seq) {}
