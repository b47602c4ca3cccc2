/** The queue of mail that waits to be sent, over {@code jdbmail_queue} and {@code jdbmail_queue_recipient}. */
@NullMarked
package org.jdbmail.sql.queue;

import org.jspecify.annotations.NullMarked;
