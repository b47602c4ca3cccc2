package org.jdbmail.imapd.command;

import java.io.IOException;
import java.util.List;
import org.jdbmail.core.index.SessionView;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mailbox.Transfer;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.Messages.Copied;
import org.jdbmail.imapd.proto.Copy;
import org.jdbmail.imapd.proto.ImapSyntaxException;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Selected;
import org.jdbmail.imapd.session.Session;
import org.jdbmail.imapd.session.Targets;
import org.jspecify.annotations.Nullable;

/** COPY (RFC 3501 §6.4.7) and MOVE (RFC 6851), both with COPYUID (RFC 4315 §3). */
final class CopyHandler {
    private CopyHandler() {}

    static Reply run(Session session, Copy command) throws IOException, ImapSyntaxException {
        Selected selected = session.selected();
        MessageLimits.Some some = MessageLimits.of(session, Targets.places(session, command.set(), command.uid()));
        int[] places = command.move() ? some.places() : Targets.places(session, command.set(), command.uid());
        Reply tooMany = command.move() ? null : MessageLimits.refusal(session, places.length, places);
        if (tooMany != null) {
            return tooMany;
        }
        if (command.move() && !(selected.may(Right.DELETED) && selected.may(Right.EXPUNGE))) {
            return Reply.no(ResponseCode.Plain.NOPERM, "You can't move messages out of here");
        }
        NumberSet uids = Targets.uids(selected.view().told(), places);
        MailboxAccess target;
        List<Copied> copied;
        try {
            target = session.store().read(tx -> session.mailboxes().findWith(tx, command.target(), Right.INSERT));
            if (uids.isEmpty()) {
                return Reply.ok("Nothing to do");
            }
            List<String> keywords = selected.view().index().latest().keywordsInUse();
            // RFC 3501 §6.4.8: UIDs that don't exist are no error.
            Transfer transfer = new Transfer(
                    selected.mailbox().id(),
                    uids,
                    places.length,
                    target,
                    command.move(),
                    !command.uid(),
                    seen(session, target, places));
            copied = session.store().write(tx -> transfer.run(tx, keywords));
        } catch (Refusal refusal) {
            return Reply.ofTarget(refusal, command.target());
        }
        selected.view().index().changed();
        Reply reply = copied.isEmpty() ? Reply.ok("Nothing to do") : done(session, command, code(target, copied));
        return command.move() ? MessageLimits.with(session, reply, some.code()) : reply;
    }

    private static Transfer.@Nullable Seen seen(Session session, MailboxAccess target, int[] places) {
        SessionView view = session.selected().view();
        long seer = session.seer(target.mailbox());
        if (view.index().seer() == 0 && seer == 0) {
            return null;
        }
        NumberSet.Builder seen = new NumberSet.Builder();
        for (int place : places) {
            if ((view.told().systemFlags(place) & Flag.SEEN.bit()) != 0) {
                seen.add(view.told().uid(place));
            }
        }
        return new Transfer.Seen(seen.build(), seer);
    }

    private static @Nullable ResponseCode code(MailboxAccess target, List<Copied> copied) {
        // RFC 4315 §3: nothing is told of a mailbox that the user may not open.
        if (!target.rights().has(Right.READ)) {
            return null;
        }
        long[] from = new long[copied.size()];
        long[] to = new long[copied.size()];
        for (int i = 0; i < from.length; i++) {
            from[i] = copied.get(i).sourceUid();
            to[i] = copied.get(i).uid();
        }
        return new ResponseCode.CopyUid(target.mailbox().id(), from, to);
    }

    private static Reply done(Session session, Copy command, @Nullable ResponseCode code) throws IOException {
        if (!command.move()) {
            return Reply.ok(code, "Copied");
        }
        if (code != null) {
            // RFC 6851 §4.3: said before the EXPUNGE responses, while the numbers still mean what they meant.
            session.out().untagged(new Untagged.Message(Untagged.Kind.OK, code, "Moved"));
        }
        return Reply.ok("Moved");
    }
}
