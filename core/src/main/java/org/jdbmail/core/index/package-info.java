/**
 * Mailboxes in memory: one compact, immutable {@link org.jdbmail.core.index.MailboxSnapshot} of each open mailbox, shared
 * by all its sessions and brought forward by what changed since; and the {@link org.jdbmail.core.index.SessionView} that
 * knows what one session has told its client.
 */
@NullMarked
package org.jdbmail.core.index;

import org.jspecify.annotations.NullMarked;
