package org.jdbmail.imapd.command;

import org.jdbmail.imapd.proto.Delete;
import org.jdbmail.imapd.proto.State;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;

/** DELETE (RFC 3501 §6.3.4): a mailbox with others below it stays as a place that can't be selected. */
final class DeleteHandler {
    private DeleteHandler() {}

    static Reply run(Session session, Delete command) {
        session.news().own(command.mailbox());
        long deleted = session.store().write(tx -> session.mailboxes().delete(tx, command.mailbox()));
        if (session.state() == State.SELECTED && session.selected().mailbox().id() == deleted) {
            session.unselect();
        }
        return Reply.ok("Deleted");
    }
}
