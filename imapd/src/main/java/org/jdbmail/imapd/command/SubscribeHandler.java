package org.jdbmail.imapd.command;

import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.imapd.proto.Subscribe;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;

/** SUBSCRIBE and UNSUBSCRIBE (RFC 3501 §6.3.6, §6.3.7). Only mailboxes that exist can be subscribed to. */
final class SubscribeHandler {
    private SubscribeHandler() {}

    static Reply run(Session session, Subscribe command) {
        long userId = session.user().id();
        session.store().write(tx -> {
            MailboxAccess access = session.find(tx, command.mailbox());
            if (command.on()) {
                tx.subscriptions().add(userId, access.mailbox().id());
            } else {
                tx.subscriptions().remove(userId, access.mailbox().id());
            }
            return true;
        });
        return Reply.ok(command.on() ? "Subscribed" : "Unsubscribed");
    }
}
