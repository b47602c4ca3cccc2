package org.jdbmail.imapd.command;

import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.Tx;
import org.jdbmail.imapd.proto.Delete;
import org.jdbmail.imapd.proto.State;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;

/** DELETE (RFC 3501 §6.3.4): a mailbox with others below it stays as a place that can't be selected. */
final class DeleteHandler {
    private DeleteHandler() {}

    static Reply run(Session session, Delete command) {
        long deleted = session.store().write(tx -> delete(session, tx, session.find(tx, command.mailbox())));
        if (session.state() == State.SELECTED && session.selected().mailbox().id() == deleted) {
            session.unselect();
        }
        return Reply.ok("Deleted");
    }

    private static long delete(Session session, Tx tx, MailboxAccess access) {
        Mailbox mailbox = access.mailbox();
        if (Placement.isInbox(mailbox, session.user())) {
            throw new Refusal(Reason.INVALID, "INBOX can't be deleted");
        }
        Session.require(access, Right.DELETE);
        if (!hasChildren(tx, mailbox)) {
            tx.mailboxes().delete(mailbox.id());
        } else if (mailbox.noSelect()) {
            throw new Refusal(Reason.INVALID, "There are mailboxes below it");
        } else {
            tx.mailboxes().deleteButKeepChildren(mailbox.id());
        }
        return mailbox.id();
    }

    private static boolean hasChildren(Tx tx, Mailbox mailbox) {
        String prefix = mailbox.name() + Mailbox.SEPARATOR;
        return tx.mailboxes().ownedBy(mailbox.ownerId()).stream()
                .anyMatch(other -> other.name().startsWith(prefix));
    }
}
