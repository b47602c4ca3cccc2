package org.jdbmail.imapd.command;

import java.util.Optional;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.Tx;
import org.jdbmail.imapd.proto.MailboxName;
import org.jdbmail.imapd.proto.Subscribe;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;

/**
 * SUBSCRIBE and UNSUBSCRIBE (RFC 3501 §6.3.6, §6.3.7). Only mailboxes that exist can be subscribed to, but they may go away
 * afterwards.
 */
final class SubscribeHandler {
    private SubscribeHandler() {}

    static Reply run(Session session, Subscribe command) {
        long userId = session.user().id();
        session.store().write(tx -> {
            if (command.on()) {
                long mailboxId = session.find(tx, command.mailbox()).mailbox().id();
                tx.subscriptions().add(userId, mailboxId);
            } else {
                Optional<MailboxAccess> access = forgetsName(session, tx, command.mailbox())
                        ? session.names().find(tx, command.mailbox())
                        : Optional.of(session.find(tx, command.mailbox()));
                access.ifPresent(found ->
                        tx.subscriptions().remove(userId, found.mailbox().id()));
            }
            return true;
        });
        return Reply.ok(command.on() ? "Subscribed" : "Unsubscribed");
    }

    /** Ends the subscription to a name that had no mailbox, if there was one. */
    private static boolean forgetsName(Session session, Tx tx, MailboxName name) {
        return session.names()
                .place(tx, name)
                .filter(place -> tx.subscriptions().remove(session.user().id(), place.ownerId(), place.name()))
                .isPresent();
    }
}
