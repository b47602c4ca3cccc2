package org.jdbmail.imapd.session;

import java.util.Arrays;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.SequenceSet;
import org.jdbmail.imapd.proto.ImapSyntaxException;
import org.jdbmail.imapd.proto.ResponseCode;

/** The messages that a command names, as places in what the client knows. */
public final class Targets {
    private Targets() {}

    /**
     * The places, ascending.
     *
     * @param uid whether the set holds UIDs; those that don't exist are passed over (RFC 3501 §6.4.8)
     * @throws ImapSyntaxException if a sequence number does not exist
     */
    public static int[] places(Session session, SequenceSet set, boolean uid) throws ImapSyntaxException {
        MailboxSnapshot told = session.selected().view().told();
        return set.isSaved() ? placesOf(told, session.saved()) : places(told, set, uid);
    }

    private static int[] placesOf(MailboxSnapshot told, NumberSet uids) {
        int[] places = new int[told.size()];
        int n = 0;
        for (int r = 0; r < uids.ranges(); r++) {
            int to = told.firstFrom(uids.high(r) + 1);
            for (int place = told.firstFrom(uids.low(r)); place < to; place++) {
                places[n++] = place;
            }
        }
        return Arrays.copyOf(places, n);
    }

    private static int[] places(MailboxSnapshot told, SequenceSet set, boolean uid) throws ImapSyntaxException {
        NumberSet numbers = set.resolve(uid ? told.lastUid() : told.size());
        int[] places = new int[told.size()];
        int n = 0;
        for (int r = 0; r < numbers.ranges(); r++) {
            long low = numbers.low(r);
            if (!uid && low > told.size()) {
                throw new ImapSyntaxException("There is no message with that number");
            }
            int from = uid ? told.firstFrom(low) : (int) low - 1;
            int to = uid ? told.firstFrom(numbers.high(r) + 1) : (int) Math.min(numbers.high(r), told.size());
            for (int place = from; place < to; place++) {
                places[n++] = place;
            }
        }
        return Arrays.copyOf(places, n);
    }

    /** HIGHESTMODSEQ (RFC 7162 §3.1.2.1) of what the client knows. */
    public static ResponseCode highestModseq(MailboxSnapshot told) {
        return new ResponseCode.Figure("HIGHESTMODSEQ", told.state().seq());
    }

    /** The messages at those places, by their UIDs and the numbers between those of neighbours. */
    public static NumberSet uids(MailboxSnapshot told, int[] places) {
        return told.uidsAt(places);
    }
}
