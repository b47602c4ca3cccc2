package org.jdbmail.imapd.command;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.MailboxStatus;
import org.jdbmail.imapd.proto.Status;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;

/** STATUS (RFC 3501 §6.3.10). */
final class StatusHandler {
    private StatusHandler() {}

    static Reply run(Session session, Status command) throws IOException {
        MailboxAccess access =
                session.store().look(tx -> session.mailboxes().findWith(tx, command.mailbox(), Right.READ));
        Mailbox mailbox = access.mailbox();
        Optional<MailboxStatus> known = session.shared().indexes().status(mailbox.id(), access.seq());
        // What is recent here may have been claimed by another process, of which no seq tells: that is counted.
        MailboxStatus status = known.filter(
                        at -> at.recent() == 0 || !command.items().contains(Status.Item.RECENT))
                .orElseGet(() ->
                        session.store().look(tx -> session.mailboxes().count(tx, mailbox.id())));
        if (command.items().contains(Status.Item.HIGHESTMODSEQ)) {
            EnableHandler.condstore(session);
        }
        Map<String, Long> figures = new LinkedHashMap<>();
        for (Status.Item item : command.items()) {
            figures.put(item.name(), figure(session, item, status, mailbox));
        }
        session.out().untagged(new Untagged.Status(command.mailbox().name(), figures));
        return Reply.ok("Status told");
    }

    private static long figure(Session session, Status.Item item, MailboxStatus status, Mailbox mailbox) {
        return switch (item) {
            case MESSAGES -> status.messages();
            case RECENT -> status.recent();
            case UIDNEXT -> status.uidNext();
            case UIDVALIDITY, MAILBOXID -> mailbox.id();
            case UNSEEN -> status.unseen();
            case DELETED -> status.deleted();
            case HIGHESTMODSEQ -> status.highestModseq();
            case SIZE -> session.store().look(tx -> tx.messages().octets(mailbox.id()));
            case APPENDLIMIT -> session.shared().options().limits().message();
        };
    }
}
