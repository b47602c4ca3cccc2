package org.jdbmail.imapd.session;

import org.jdbmail.core.index.SessionView;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mail.Rights;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.Messages;
import org.jdbmail.core.store.Tx;

/**
 * The mailbox that a session has selected.
 *
 * @param examined whether the client has said that it wants to change nothing
 * @param readOnly whether nothing in it may be changed, for whatever reason
 */
public record Selected(Mailbox mailbox, Rights rights, boolean examined, boolean readOnly, SessionView view) {
    private static final Rights CHANGING =
            Rights.of(Right.SEEN, Right.WRITE, Right.INSERT, Right.DELETED, Right.EXPUNGE);

    /** RFC 4314 §5.2: whether nothing in a mailbox may be changed, as things are. */
    static boolean isReadOnly(MailboxAccess access, boolean examined) {
        boolean changes = !access.rights().minus(CHANGING).equals(access.rights());
        return examined || access.mailbox().readOnly() || !changes;
    }

    /** The same with what the user may do by now. */
    Selected renewed(MailboxAccess access) {
        return new Selected(mailbox, access.rights(), examined, isReadOnly(access, examined), view);
    }

    /** Its messages, with the {@code \\Seen} that counts here. */
    public Messages messages(Tx tx) {
        return tx.messages().asSeenBy(view.index().seer());
    }

    /** Whether the user may do that here and now. */
    public boolean may(Right right) {
        return !readOnly && rights.has(right);
    }
}
