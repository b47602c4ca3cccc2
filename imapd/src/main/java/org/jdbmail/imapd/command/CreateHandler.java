package org.jdbmail.imapd.command;

import java.util.Optional;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.Tx;
import org.jdbmail.imapd.proto.Create;
import org.jdbmail.imapd.proto.MailboxName;
import org.jdbmail.imapd.session.Place;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;

/** CREATE (RFC 3501 §6.3.3): makes the levels above, too; subscribes to nothing. */
final class CreateHandler {
    private CreateHandler() {}

    static Reply run(Session session, Create command) {
        MailboxName name = command.mailbox().withoutTrailingSeparator();
        session.store().write(tx -> create(session, tx, name));
        return Reply.ok("Created");
    }

    private static boolean create(Session session, Tx tx, MailboxName name) {
        Place place = Placement.of(session, tx, name);
        long userId = session.user().id();
        Optional<MailboxAccess> existing = tx.mailboxes().access(userId, place.ownerId(), place.name());
        if (existing.isPresent() && !existing.get().mailbox().noSelect()) {
            throw new Refusal(Reason.ALREADY_EXISTS, "There is a mailbox of that name");
        }
        Placement.makeParents(session, tx, place);
        if (existing.isPresent()) {
            tx.mailboxes().makeSelectable(existing.get().mailbox().id());
        } else {
            Placement.make(tx, userId, place.ownerId(), place.name());
        }
        return true;
    }
}
