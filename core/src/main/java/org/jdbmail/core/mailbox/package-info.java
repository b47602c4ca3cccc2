/**
 * What a user may do with mailboxes, whatever the protocol: how they are named ({@link org.jdbmail.core.mailbox.MailboxName},
 * {@link org.jdbmail.core.mailbox.Names}), which rights each act needs, where new ones come to be, what goes along when one is
 * renamed or messages are copied ({@link org.jdbmail.core.mailbox.UserMailboxes}, {@link org.jdbmail.core.mailbox.Transfer}).
 */
@NullMarked
package org.jdbmail.core.mailbox;

import org.jspecify.annotations.NullMarked;
