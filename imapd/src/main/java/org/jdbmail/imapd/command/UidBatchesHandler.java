package org.jdbmail.imapd.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.imapd.proto.PartialRange;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.proto.UidBatches;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;

/**
 * UIDBATCHES (RFC 10022 §3.1). All batches have exactly as many messages as was asked for, but for the last one. They are counted in
 * memory, so that nobody who asks again costs anybody else anything.
 */
final class UidBatchesHandler {
    /** RFC 10022 §3.1.3.2 */
    private static final int LEAST = 500;

    /** RFC 10022 §3.1.5: messages in the batches of a range. */
    private static final long MOST = 100_000;

    private UidBatchesHandler() {}

    static Reply run(Session session, UidBatches command, String tag) throws IOException {
        if (command.size() < LEAST) {
            return Reply.no(ResponseCode.Plain.TOOFEW, "A batch has " + LEAST + " messages at least");
        }
        MailboxSnapshot told = session.selected().view().told();
        PartialRange range = command.range();
        long first = range == null ? 1 : range.first();
        long last = range == null ? told.size() / command.size() + 1 : range.last();
        if (range != null && (last - first + 1) * command.size() > MOST) {
            return Reply.no(ResponseCode.Plain.TOOMANY, "These are too many messages");
        }
        List<String> ranges = new ArrayList<>();
        for (long batch = first; batch <= last && (batch - 1) * command.size() < told.size(); batch++) {
            long end = told.size() - (batch - 1) * command.size();
            long start = Math.max(0, end - command.size());
            // From the message before it on, so that the batches lie side by side; the last one ends with 1 (§3.1.4).
            long low = start == 0 ? 1 : told.uid((int) start - 1) + 1;
            ranges.add(told.uid((int) end - 1) + ":" + low);
        }
        session.out().untagged(new Untagged.Batches(tag, ranges));
        return Reply.ok("That is all");
    }
}
