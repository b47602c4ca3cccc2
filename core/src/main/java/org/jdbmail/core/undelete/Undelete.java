package org.jdbmail.core.undelete;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mailbox.MailboxName;
import org.jdbmail.core.mailbox.UserMailboxes;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.Messages;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;

/**
 * What one user may have back: what was expunged, by whomever, from the mailboxes that the user may read. Each act is work inside of a
 * transaction, to be run by whoever asks. To bring something back takes the rights to read and to insert.
 */
public final class Undelete {
    private final UserMailboxes mailboxes;
    private final Duration window;
    private final InstantSource clock;

    /** @param window how long ago it may have been expunged: {@code DatabaseSettings.recoverable} */
    public Undelete(User user, Duration window, InstantSource clock) {
        this.mailboxes = new UserMailboxes(user);
        this.window = window;
        this.clock = clock;
    }

    /**
     * What was expunged from a mailbox.
     *
     * @throws org.jdbmail.core.mail.Refusal NOT_FOUND, NO_PERMISSION
     */
    public List<Messages.Expunged> list(Tx tx, MailboxName name) {
        MailboxAccess access = mailboxes.findWith(tx, name, Right.READ);
        return tx.messages().expunged(access.mailbox().id(), clock.instant().minus(window));
    }

    /**
     * Brings messages back into the mailbox that they were expunged from, as new ones.
     *
     * @param uids the UIDs that they had
     * @return which came back, and what UIDs they have now
     * @throws org.jdbmail.core.mail.Refusal NOT_FOUND, NO_PERMISSION; OVER_QUOTA, of octets or messages
     */
    public List<Messages.Copied> bringBack(Tx tx, MailboxName name, NumberSet uids) {
        MailboxAccess access = mailboxes.findWith(tx, name, Right.READ);
        UserMailboxes.require(access, Right.INSERT);
        long owner = access.mailbox().ownerId();
        List<Messages.Copied> back = tx.messages()
                .bringBack(access.mailbox().id(), uids, clock.instant().minus(window), owner);
        tx.quotas().requireRoomForMessages(owner, 0);
        return back;
    }
}
