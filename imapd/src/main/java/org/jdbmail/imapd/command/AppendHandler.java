package org.jdbmail.imapd.command;

import java.time.Instant;
import java.util.List;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.index.SessionView;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mailbox.FlagRights;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.imapd.proto.Append;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.proto.State;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;
import org.jspecify.annotations.Nullable;

/** APPEND (RFC 3501 §6.3.11) with APPENDUID (RFC 4315 §3). Every octet is kept, NUL and bare line ends, too. */
final class AppendHandler {
    private AppendHandler() {}

    static Reply run(Session session, Append command) {
        try {
            FlagRights.checkKeywords(command.flags());
            MailboxAccess access =
                    session.store().look(tx -> session.mailboxes().findWith(tx, command.mailbox(), Right.INSERT));
            long mailboxId = access.mailbox().id();
            SessionView view = viewOf(session, mailboxId);
            // What a session puts into the mailbox that it has selected is recent for itself, and claimed as it is
            // stored.
            boolean claimed = view != null && view.claims();
            Destination destination = new Destination(
                    mailboxId,
                    access.mailbox().ownerId(),
                    FlagRights.allowed(access.rights()::has, command.flags()),
                    !claimed);
            Long given = command.date();
            Instant date = given == null ? Instant.now() : Instant.ofEpochSecond(given);
            PreparedMessage prepared = PreparedMessage.prepare(command.message().bytes());
            long mark = view == null ? 0 : view.index().mark();
            return switch (session.store()
                    .deliver(prepared, date, List.of(destination))
                    .getFirst()) {
                case Delivered.Stored stored -> {
                    if (view != null) {
                        view.index().appended(stored, prepared.size(), date, destination, mark);
                        if (claimed) {
                            view.own(stored.uid());
                        }
                    }
                    yield Reply.ok(code(access, stored.uid()), "Appended");
                }
                case Delivered.Refused refused -> Reply.ofTarget(refused.refusal(), command.mailbox());
            };
        } catch (Refusal refusal) {
            return Reply.ofTarget(refusal, command.mailbox());
        }
    }

    /** The session's view of that mailbox, if it is the one that is selected. */
    private static @Nullable SessionView viewOf(Session session, long mailboxId) {
        return session.state() == State.SELECTED && session.selected().mailbox().id() == mailboxId
                ? session.selected().view()
                : null;
    }

    private static @Nullable ResponseCode code(MailboxAccess access, long uid) {
        // RFC 4315 §3: nothing is told of a mailbox that the user may not open.
        return access.rights().has(Right.READ)
                ? new ResponseCode.AppendUid(access.mailbox().id(), uid)
                : null;
    }
}
