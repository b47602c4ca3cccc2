package org.jdbmail.imapd.session;

import org.jdbmail.core.index.SessionView;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mail.Rights;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Messages;
import org.jdbmail.core.store.Tx;

/**
 * The mailbox that a session has selected.
 *
 * @param readOnly whether nothing in it may be changed
 */
public record Selected(Mailbox mailbox, Rights rights, boolean readOnly, SessionView view) {
    /** Its messages, with the {@code \\Seen} that counts here. */
    public Messages messages(Tx tx) {
        return tx.messages().asSeenBy(view.index().seer());
    }

    /** Whether the user may do that here and now. */
    public boolean may(Right right) {
        return !readOnly && rights.has(right);
    }
}
