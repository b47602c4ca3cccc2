package org.jdbmail.imapd.command;

import java.io.IOException;
import java.util.Arrays;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mail.SequenceSet;
import org.jdbmail.core.store.Messages;
import org.jdbmail.imapd.proto.Expunge;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Selected;
import org.jdbmail.imapd.session.Session;
import org.jspecify.annotations.Nullable;

/** EXPUNGE (RFC 3501 §6.4.3) and UID EXPUNGE (RFC 4315 §2.1); what is gone is told like all news, after the command. */
final class ExpungeHandler {
    private ExpungeHandler() {}

    static Reply run(Session session, Expunge command) throws IOException {
        Selected selected = session.selected();
        if (!selected.may(Right.EXPUNGE)) {
            return Reply.no(ResponseCode.Plain.NOPERM, "You can't expunge here");
        }
        ResponseCode code = expunge(session, selected, command.uids());
        return MessageLimits.with(session, Reply.ok("Expunged"), code);
    }

    /** Expunges deleted messages that the client could know of; what is to be told where a limit has left some of them. */
    static @Nullable ResponseCode expunge(Session session, Selected selected, @Nullable SequenceSet only) {
        // Another process may have set \\Deleted a moment ago and told its client so.
        MailboxSnapshot now = selected.view().index().refresh();
        if (now.deleted() == 0) {
            return null;
        }
        NumberSet wanted = only == null
                ? NumberSet.range(1, now.lastUid())
                : only.isSaved() ? session.saved() : only.resolve(now.lastUid());
        NumberSet deleted = now.deletedAmong(wanted);
        int most = session.shared().options().bounds().messages();
        ResponseCode code = null;
        // RFC 9738 §3.1: not of EXPUNGE and CLOSE, only of UID EXPUNGE.
        if (only != null && most > 0 && deleted.size() > most) {
            long[] all = deleted.toArray();
            long[] newest = Arrays.copyOfRange(all, all.length - most, all.length);
            deleted = NumberSet.of(newest);
            code = new ResponseCode.MessageLimit(most, newest[0]);
        }
        // In pieces, each committed: nobody else waits long for the account's row, however many there are.
        for (NumberSet uids : deleted.pieces(Messages.PIECE)) {
            session.store().write(tx -> tx.messages().expunge(selected.mailbox().id(), uids, true));
        }
        selected.view().index().changed();
        return code;
    }
}
