package org.jdbmail.core.store;

import org.jdbmail.core.mail.FlagSet;

/**
 * One place where a message is to appear.
 *
 * @param mailboxId an ordinary mailbox
 * @param chargedUserId whose quota it counts against
 * @param flags what it is flagged with from the start
 * @param recent whether it is {@code \Recent} there, as everything is that arrives
 */
public record Destination(long mailboxId, long chargedUserId, FlagSet flags, boolean recent) {
    /** A place without flags, as a plain delivery has it. */
    public static Destination plain(long mailboxId, long chargedUserId) {
        return new Destination(mailboxId, chargedUserId, FlagSet.NONE, true);
    }
}
