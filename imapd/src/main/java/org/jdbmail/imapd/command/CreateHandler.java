package org.jdbmail.imapd.command;

import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mailbox.SpecialUse;
import org.jdbmail.core.search.ObjectIds;
import org.jdbmail.imapd.proto.Create;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;
import org.jspecify.annotations.Nullable;

/** CREATE (RFC 3501 §6.3.3, RFC 6154 §3): makes the levels above, too; subscribes to nothing. */
final class CreateHandler {
    private CreateHandler() {}

    static Reply run(Session session, Create command) {
        session.requireNetUnicode(command.mailbox());
        @Nullable String use = null;
        if (!command.uses().isEmpty()) {
            if (command.uses().size() > 1) {
                return Reply.no(ResponseCode.Plain.USEATTR, "A mailbox is for one thing only");
            }
            try {
                use = SpecialUse.known(command.uses().getFirst());
            } catch (Refusal unknown) {
                return Reply.no(ResponseCode.Plain.USEATTR, unknown.text());
            }
        }
        String known = use;
        session.news().own(command.mailbox());
        long id = session.store().write(tx -> session.mailboxes().create(tx, command.mailbox(), known));
        // RFC 8474 §4.1
        return Reply.ok(new ResponseCode.MailboxId(ObjectIds.mailbox(id)), "Created");
    }
}
