package org.jdbmail.imapd.command;

import java.io.IOException;
import java.util.List;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.store.Replaced;
import org.jdbmail.imapd.proto.ImapSyntaxException;
import org.jdbmail.imapd.proto.Replace;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Selected;
import org.jdbmail.imapd.session.Session;
import org.jdbmail.imapd.session.Targets;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jspecify.annotations.Nullable;

/**
 * REPLACE and UID REPLACE (RFC 8508): the new message comes and the old one goes in one transaction, so that whatever happens one of
 * the two is there, and a client that tries again doesn't double it.
 */
final class ReplaceHandler {
    private ReplaceHandler() {}

    static Reply run(Session session, Replace command) throws IOException, ImapSyntaxException {
        Selected selected = session.selected();
        int[] places = Targets.places(session, command.number(), command.uid());
        if (places.length == 0) {
            return Reply.no(ResponseCode.Plain.NONEXISTENT, "There is no such message");
        }
        // RFC 8508 §4.3: as for EXPUNGE of the old one and APPEND of the new one.
        if (!(selected.may(Right.DELETED) && selected.may(Right.EXPUNGE))) {
            return Reply.no(ResponseCode.Plain.NOPERM, "You can't replace messages here");
        }
        NumberSet old = Targets.uids(selected.view().told(), places);
        if (selected.view().index().refresh().placeOf(old.low(0)) < 0) {
            return Reply.no(ResponseCode.Plain.EXPUNGEISSUED, "The message is gone");
        }
        @Nullable ResponseCode code;
        try (Catenator catenator = new Catenator(session)) {
            Appender appender = new Appender(session, command.mailbox());
            List<MessageBytes> bytes = catenator.join(List.of(command.message()));
            Reply refusal = catenator.refusal();
            if (refusal != null) {
                return refusal;
            }
            Replaced replaced = new Replaced(selected.mailbox().id(), old.low(0));
            code = appender.code(appender.append(List.of(command.message()), bytes, replaced));
        } catch (Refusal refusal) {
            return Reply.ofTarget(refusal, command.mailbox());
        }
        selected.view().index().changed();
        if (code != null) {
            // RFC 8508 §3.4: before the old one is told to be gone.
            session.out().untagged(new Untagged.Message(Untagged.Kind.OK, code, "Replacement stored"));
        }
        return Reply.ok("Replaced");
    }
}
