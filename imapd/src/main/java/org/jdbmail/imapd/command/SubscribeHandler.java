package org.jdbmail.imapd.command;

import org.jdbmail.core.mailbox.UserMailboxes;
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
        UserMailboxes mailboxes = session.mailboxes();
        session.news().own(command.mailbox());
        if (command.on()) {
            session.store().write(tx -> mailboxes.subscribe(tx, command.mailbox()));
            return Reply.ok("Subscribed");
        }
        session.store().write(tx -> mailboxes.unsubscribe(tx, command.mailbox()));
        return Reply.ok("Unsubscribed");
    }
}
