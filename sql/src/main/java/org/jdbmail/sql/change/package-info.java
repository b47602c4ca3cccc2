/**
 * Wake-ups: how a commit, of this process or of another, comes to the sessions that watch a mailbox. A wake-up says only "look
 * again"; one that is lost is made good by the next, or by the poller.
 */
@NullMarked
package org.jdbmail.sql.change;

import org.jspecify.annotations.NullMarked;
