/**
 * The messages in mailboxes: reading what changed, flags, copies and expunges, each in a handful of statements however
 * many messages are concerned.
 */
@NullMarked
package org.jdbmail.sql.message;

import org.jspecify.annotations.NullMarked;
