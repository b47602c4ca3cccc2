package org.jdbmail.imapd.command;

import org.jdbmail.core.search.ObjectIds;
import org.jdbmail.imapd.proto.Create;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;

/** CREATE (RFC 3501 §6.3.3): makes the levels above, too; subscribes to nothing. */
final class CreateHandler {
    private CreateHandler() {}

    static Reply run(Session session, Create command) {
        long id = session.store().write(tx -> session.mailboxes().create(tx, command.mailbox(), null));
        // RFC 8474 §4.1
        return Reply.ok(new ResponseCode.MailboxId(ObjectIds.mailbox(id)), "Created");
    }
}
