package org.jdbmail.imapd.command;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.Tx;
import org.jdbmail.imapd.proto.MailboxName;
import org.jdbmail.imapd.proto.Rename;
import org.jdbmail.imapd.session.Place;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;

/** RENAME (RFC 3501 §6.3.5), with everything below; INBOX gives its messages to the new name and stays. */
final class RenameHandler {
    private RenameHandler() {}

    static Reply run(Session session, Rename command) {
        MailboxName to = command.to().withoutTrailingSeparator();
        session.store().write(tx -> rename(session, tx, session.find(tx, command.from()), to));
        return Reply.ok("Renamed");
    }

    private static boolean rename(Session session, Tx tx, MailboxAccess from, MailboxName toName) {
        Place to = Placement.of(session, tx, toName);
        Session.require(from, Right.DELETE);
        Mailbox mailbox = from.mailbox();
        long userId = session.user().id();
        Optional<MailboxAccess> existing = tx.mailboxes().access(userId, to.ownerId(), to.name());
        // Only the case of the name may be what changes.
        if (existing.isPresent()
                && (existing.get().mailbox().id() != mailbox.id()
                        || mailbox.name().equals(to.name()))) {
            throw new Refusal(Reason.ALREADY_EXISTS, "There is a mailbox of that name");
        }
        String below = mailbox.name() + Mailbox.SEPARATOR;
        if (Placement.isInbox(mailbox, session.user())) {
            Placement.makeParents(session, tx, to);
            long target = Placement.make(tx, userId, to.ownerId(), to.name());
            tx.messages().move(mailbox.id(), NumberSet.range(1, Long.MAX_VALUE - 1), target, to.ownerId());
            return true;
        }
        if (to.ownerId() != mailbox.ownerId() || to.name().startsWith(below)) {
            throw new Refusal(Reason.INVALID, "A mailbox can't be moved there");
        }
        Placement.makeParents(session, tx, to);
        Map<Long, String> names = new HashMap<>();
        names.put(mailbox.id(), to.name());
        for (Mailbox other : tx.mailboxes().ownedBy(mailbox.ownerId())) {
            if (other.name().startsWith(below)) {
                String name = to.name() + other.name().substring(mailbox.name().length());
                if (name.length() > MailboxName.MAX) {
                    throw new Refusal(Reason.INVALID, "The name of a mailbox below it would be too long");
                }
                names.put(other.id(), name);
            }
        }
        tx.mailboxes().rename(names);
        return true;
    }
}
