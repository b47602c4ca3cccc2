package org.jdbmail.imapd.command;

import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mail.Rights;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;
import org.jdbmail.imapd.proto.MailboxName;
import org.jdbmail.imapd.session.Names;
import org.jdbmail.imapd.session.Place;
import org.jdbmail.imapd.session.Session;

/** Makes mailboxes with the levels above them, where the user may. Shared by CREATE and RENAME. */
final class Placement {
    private Placement() {}

    /**
     * Where a new mailbox of that name would be.
     *
     * @throws Refusal INVALID if no mailbox can have that name; NOT_FOUND if it is below an account that does not exist
     */
    static Place of(Session session, Tx tx, MailboxName name) {
        if (!name.isValid() || name.name().equals(Names.USERS) || name.name().equals(Names.PUBLIC)) {
            throw new Refusal(Reason.INVALID, "No mailbox can have that name");
        }
        return session.names()
                .place(tx, name)
                .orElseThrow(() -> new Refusal(Reason.NO_PERMISSION, "You can't make mailboxes there"));
    }

    /**
     * Makes the levels above a name that do not exist yet, and checks that the user may make that name below them.
     *
     * @throws Refusal NO_PERMISSION; INVALID if one of the levels can have none below it
     */
    static void makeParents(Session session, Tx tx, Place place) {
        long userId = session.user().id();
        boolean mine = place.ownerId() == userId;
        boolean mayCreate = mine;
        String name = place.name();
        for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
            String level = name.substring(0, slash);
            MailboxAccess access =
                    tx.mailboxes().access(userId, place.ownerId(), level).orElse(null);
            if (access == null) {
                if (!mayCreate) {
                    break;
                }
                make(tx, userId, place.ownerId(), level);
            } else if (access.mailbox().noInferiors()) {
                throw new Refusal(
                        Reason.INVALID,
                        "No mailbox can be below " + session.names().nameOf(access.mailbox()));
            } else {
                mayCreate = mine || access.rights().has(Right.CREATE);
            }
        }
        if (!mayCreate) {
            // DBMail: the first level of public and of other users' mailboxes is made by an administrator.
            throw new Refusal(Reason.NO_PERMISSION, "You can't make mailboxes there");
        }
    }

    /** Makes one mailbox; who makes it for somebody else has all rights on it. */
    static long make(Tx tx, long userId, long ownerId, String name) {
        long id = tx.mailboxes().create(ownerId, name, null);
        if (ownerId != userId) {
            tx.mailboxes().grant(id, userId, Rights.ALL);
        }
        return id;
    }

    /** Whether that is a user's own INBOX. */
    static boolean isInbox(Mailbox mailbox, User user) {
        return mailbox.ownerId() == user.id() && mailbox.name().equals(Mailbox.INBOX);
    }
}
