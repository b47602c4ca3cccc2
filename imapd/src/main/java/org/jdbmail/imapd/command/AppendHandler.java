package org.jdbmail.imapd.command;

import java.time.Instant;
import java.util.List;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.imapd.proto.Append;
import org.jdbmail.imapd.proto.MessageLiteral;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.proto.State;
import org.jdbmail.imapd.session.FlagRights;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;
import org.jspecify.annotations.Nullable;

/** APPEND (RFC 3501 §6.3.11) with APPENDUID (RFC 4315 §3). Every octet is kept, NUL and bare line ends, too. */
final class AppendHandler {
    private AppendHandler() {}

    static Reply run(Session session, Append command) {
        try (MessageLiteral message = command.message()) {
            FlagRights.checkKeywords(command.flags());
            MailboxAccess access = session.store().look(tx -> session.findWith(tx, command.mailbox(), Right.INSERT));
            long mailboxId = access.mailbox().id();
            Long date = command.date();
            Delivered delivered = session.store()
                    .deliver(
                            PreparedMessage.prepare(message.bytes()),
                            date == null ? Instant.now() : Instant.ofEpochSecond(date),
                            List.of(new Destination(
                                    mailboxId,
                                    access.mailbox().ownerId(),
                                    FlagRights.allowed(access.rights()::has, command.flags()),
                                    true)))
                    .getFirst();
            if (session.state() == State.SELECTED
                    && session.selected().mailbox().id() == mailboxId) {
                session.selected().view().index().changed();
            }
            return switch (delivered) {
                case Delivered.Stored stored -> Reply.ok(code(access, stored.uid()), "Appended");
                case Delivered.Refused refused -> Reply.ofTarget(refused.refusal(), command.mailbox());
            };
        } catch (Refusal refusal) {
            return Reply.ofTarget(refusal, command.mailbox());
        }
    }

    private static @Nullable ResponseCode code(MailboxAccess access, long uid) {
        // RFC 4315 §3: nothing is told of a mailbox that the user may not open.
        return access.rights().has(Right.READ)
                ? new ResponseCode.AppendUid(access.mailbox().id(), uid)
                : null;
    }
}
