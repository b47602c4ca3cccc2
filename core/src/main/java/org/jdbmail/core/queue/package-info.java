/**
 * Sends what waits in the queue: {@link org.jdbmail.core.queue.QueueRunner} takes what is due, a {@link org.jdbmail.core.queue.Transport} hands
 * it to a server or a program, and what came of it is committed with whatever report the sender is to get. Mail ends in a reply of the other
 * side, in a report, or in a line of the log where nobody wants a report; never in silence.
 */
@NullMarked
package org.jdbmail.core.queue;

import org.jspecify.annotations.NullMarked;
