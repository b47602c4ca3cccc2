package org.jdbmail.imapd.command;

import java.io.IOException;
import java.util.List;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Messages;
import org.jdbmail.core.store.Messages.Copied;
import org.jdbmail.imapd.proto.Copy;
import org.jdbmail.imapd.proto.ImapSyntaxException;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Selected;
import org.jdbmail.imapd.session.Session;
import org.jdbmail.imapd.session.Targets;

/** COPY (RFC 3501 §6.4.7) and MOVE (RFC 6851), both with COPYUID (RFC 4315 §3). */
final class CopyHandler {
    private CopyHandler() {}

    static Reply run(Session session, Copy command) throws IOException, ImapSyntaxException {
        Selected selected = session.selected();
        int[] places = Targets.places(selected.view().told(), command.set(), command.uid());
        if (command.move() && !(selected.may(Right.DELETED) && selected.may(Right.EXPUNGE))) {
            return Reply.no(ResponseCode.Plain.NOPERM, "You can't move messages out of here");
        }
        NumberSet uids = Targets.uids(selected.view().told(), places);
        Mailbox target;
        List<Copied> copied;
        try {
            target = session.store()
                    .read(tx -> session.findWith(tx, command.target(), Right.INSERT))
                    .mailbox();
            if (uids.isEmpty()) {
                return Reply.ok("Nothing to do");
            }
            copied = session.store().write(tx -> transfer(tx.messages(), selected, uids, target, command));
        } catch (Refusal refusal) {
            return Reply.ofTarget(refusal);
        }
        selected.view().index().changed();
        return copied.isEmpty() ? Reply.ok("Nothing to do") : done(session, command, code(target, copied));
    }

    private static List<Copied> transfer(
            Messages messages, Selected selected, NumberSet uids, Mailbox target, Copy command) {
        long source = selected.mailbox().id();
        List<Copied> copied = command.move()
                ? messages.move(source, uids, target.id(), target.ownerId())
                : messages.copy(source, uids, target.id(), target.ownerId());
        // RFC 3501 §6.4.7: all or nothing; but UIDs that don't exist are no error.
        if (!command.uid() && copied.size() < uids.size()) {
            throw new Refusal(Reason.EXPUNGED, "Some of the messages are gone");
        }
        return copied;
    }

    private static ResponseCode code(Mailbox target, List<Copied> copied) {
        long[] from = new long[copied.size()];
        long[] to = new long[copied.size()];
        for (int i = 0; i < from.length; i++) {
            from[i] = copied.get(i).sourceUid();
            to[i] = copied.get(i).uid();
        }
        return new ResponseCode.CopyUid(target.id(), from, to);
    }

    private static Reply done(Session session, Copy command, ResponseCode code) throws IOException {
        if (!command.move()) {
            return Reply.ok(code, "Copied");
        }
        // RFC 6851 §4.3: said before the EXPUNGE responses, while the numbers still mean what they meant.
        session.out().untagged(new Untagged.Message(Untagged.Kind.OK, code, "Moved"));
        return Reply.ok("Moved");
    }
}
