package org.jdbmail.imapd.command;

import java.io.IOException;
import java.util.List;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.work.Progress;
import org.jdbmail.imapd.proto.Status;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;

/** STATUS (RFC 3501 §6.3.10). */
final class StatusHandler {
    private StatusHandler() {}

    static Reply run(Session session, Status command) throws IOException {
        MailboxAccess access =
                session.store().look(tx -> session.mailboxes().findWith(tx, command.mailbox(), Right.READ));
        if (command.items().contains(Status.Item.HIGHESTMODSEQ)) {
            EnableHandler.condstore(session);
        }
        StatusFigures figures = StatusFigures.of(session, command.items(), List.of(access), Progress.UNLIMITED);
        if (!figures.knows(access)) {
            throw new Refusal(Reason.NOT_FOUND, "The mailbox was deleted");
        }
        session.out().untagged(figures.response(command.mailbox().name(), access));
        return Reply.ok("Status told");
    }
}
