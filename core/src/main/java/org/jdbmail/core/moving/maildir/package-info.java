/** Maildir, with what Dovecot keeps beside the messages: UIDs, keywords, subscriptions, rights. */
@NullMarked
package org.jdbmail.core.moving.maildir;

import org.jspecify.annotations.NullMarked;
