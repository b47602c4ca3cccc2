package org.jdbmail.imapd.command;

import java.io.IOException;
import java.util.List;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.Messages;
import org.jdbmail.core.store.Messages.Copied;
import org.jdbmail.core.store.Messages.FlagMode;
import org.jdbmail.imapd.proto.Copy;
import org.jdbmail.imapd.proto.ImapSyntaxException;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.FlagRights;
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
        int[] places = Targets.places(selected.view().told(), command.set(), command.uid());
        if (command.move() && !(selected.may(Right.DELETED) && selected.may(Right.EXPUNGE))) {
            return Reply.no(ResponseCode.Plain.NOPERM, "You can't move messages out of here");
        }
        NumberSet uids = Targets.uids(selected.view().told(), places);
        MailboxAccess target;
        List<Copied> copied;
        try {
            target = session.store().read(tx -> session.findWith(tx, command.target(), Right.INSERT));
            if (uids.isEmpty()) {
                return Reply.ok("Nothing to do");
            }
            FlagSet forbidden = forbidden(selected, target);
            copied = session.store().write(tx -> {
                List<Copied> made = transfer(tx.messages(), selected, uids, target, command);
                dropFlags(tx.messages(), target, made, forbidden);
                return made;
            });
        } catch (Refusal refusal) {
            return Reply.ofTarget(refusal, command.target());
        }
        selected.view().index().changed();
        return copied.isEmpty() ? Reply.ok("Nothing to do") : done(session, command, code(target, copied));
    }

    private static List<Copied> transfer(
            Messages messages, Selected selected, NumberSet uids, MailboxAccess target, Copy command) {
        long source = selected.mailbox().id();
        long targetId = target.mailbox().id();
        long chargedId = target.mailbox().ownerId();
        List<Copied> copied = command.move()
                ? messages.move(source, uids, targetId, chargedId)
                : messages.copy(source, uids, targetId, chargedId);
        // RFC 3501 §6.4.7: all or nothing; but UIDs that don't exist are no error.
        if (!command.uid() && copied.size() < uids.size()) {
            throw new Refusal(Reason.EXPUNGED, "Some of the messages are gone");
        }
        return copied;
    }

    /** RFC 4314 §4: flags that the user has no right to set there are not set on the copies. */
    private static FlagSet forbidden(Selected selected, MailboxAccess target) {
        List<String> keywords = selected.view().index().latest().keywordsInUse();
        FlagSet all = FlagSet.of(FlagSet.of(Flag.values()).system(), keywords);
        return all.minus(FlagRights.allowed(target.rights()::has, all));
    }

    private static void dropFlags(Messages messages, MailboxAccess target, List<Copied> copied, FlagSet forbidden) {
        if (!copied.isEmpty() && !forbidden.equals(FlagSet.NONE)) {
            NumberSet copies =
                    NumberSet.of(copied.stream().mapToLong(Copied::uid).toArray());
            messages.store(target.mailbox().id(), copies, FlagMode.REMOVE, forbidden, null);
        }
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
