package org.jdbmail.imapd.command;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.SequenceSet;
import org.jdbmail.imapd.fetch.Fetcher;
import org.jdbmail.imapd.proto.FetchItem.Attribute;
import org.jdbmail.imapd.proto.Resync;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.Selected;
import org.jdbmail.imapd.session.Session;
import org.jspecify.annotations.Nullable;

/**
 * Brings a client that knew a mailbox up to date (RFC 7162 §3.2): what has vanished since, and which flags have changed. What was
 * expunged shows by tombstones; where some of those are gone for good, by what is not there any more.
 */
final class Resynchronizing {
    private Resynchronizing() {}

    /** Answers to the QRESYNC parameter of a SELECT, if it means this mailbox. */
    static void run(Session session, Resync resync) throws IOException {
        Selected selected = session.selected();
        // RFC 7162 §3.2.5.1: of another mailbox the client knows nothing.
        if (resync.uidValidity() != selected.mailbox().id()) {
            return;
        }
        MailboxSnapshot told = selected.view().told();
        long from = purgedSince(told, resync.modseq()) ? firstUnsure(told, resync) : 1;
        tellVanished(session, resync.modseq(), resync.known(), from);
        int[] changed = IntStream.range(0, told.size())
                .filter(place -> told.modseq(place) > resync.modseq())
                .filter(isKnown(told, resync.known()))
                .toArray();
        new Fetcher(session, List.of(Attribute.UID, Attribute.FLAGS, Attribute.MODSEQ)).run(changed);
    }

    private static java.util.function.IntPredicate isKnown(MailboxSnapshot told, @Nullable SequenceSet known) {
        if (known == null) {
            return place -> true;
        }
        NumberSet uids = known.resolve(told.lastUid());
        return place -> uids.contains(told.uid(place));
    }

    /** The VANISHED modifier of a UID FETCH (RFC 7162 §3.2.6). */
    static void tellVanished(Session session, long since, SequenceSet uids) throws IOException {
        tellVanished(session, since, uids, 1);
    }

    private static void tellVanished(Session session, long since, @Nullable SequenceSet known, long from)
            throws IOException {
        Selected selected = session.selected();
        MailboxSnapshot told = selected.view().told();
        NumberSet asked = known == null
                ? NumberSet.range(1, told.state().uidNext() - 1)
                : known.isSaved()
                        ? session.saved()
                        : known.resolve(Math.max(1, told.state().uidNext() - 1));
        NumberSet vanished = purgedSince(told, since)
                ? missing(told, asked, from)
                : buried(session, selected.mailbox().id(), told, asked, since);
        if (!vanished.isEmpty()) {
            session.out().untagged(new Untagged.Vanished(true, vanished));
        }
    }

    private static boolean purgedSince(MailboxSnapshot told, long since) {
        return since < told.state().purgedSeq();
    }

    private static NumberSet buried(
            Session session, long mailboxId, MailboxSnapshot told, NumberSet asked, long since) {
        NumberSet expunged = session.store().look(tx -> tx.messages().expungedSince(mailboxId, since));
        // What the client has not been told yet is told in its turn, and not as something earlier.
        return NumberSet.of(LongStream.of(expunged.toArray())
                .filter(uid -> asked.contains(uid) && told.placeOf(uid) < 0)
                .toArray());
    }

    /** All of the numbers asked for that no message has: a client may hear of UIDs that it never knew (RFC 7162 §3.2.10.1). */
    private static NumberSet missing(MailboxSnapshot told, NumberSet asked, long from) {
        NumberSet.Builder missing = new NumberSet.Builder();
        for (int r = 0; r < asked.ranges(); r++) {
            long next = Math.max(from, asked.low(r));
            long last = Math.min(asked.high(r), told.state().uidNext() - 1);
            for (int place = told.firstFrom(next); place < told.size() && told.uid(place) <= last; place++) {
                if (told.uid(place) > next) {
                    missing.add(next, told.uid(place) - 1);
                }
                next = told.uid(place) + 1;
            }
            if (next <= last) {
                missing.add(next, last);
            }
        }
        return missing.build();
    }

    /** The UID behind the last message of which the client knows the right number: up to there nothing is missing. */
    private static long firstUnsure(MailboxSnapshot told, Resync resync) {
        NumberSet sequences = resync.sequences();
        NumberSet uids = resync.uids();
        long sure = 0;
        if (sequences != null && uids != null) {
            long[] places = sequences.toArray();
            long[] known = uids.toArray();
            for (int i = 0; i < places.length; i++) {
                if (places[i] <= told.size() && told.uid((int) places[i] - 1) == known[i]) {
                    sure = known[i];
                }
            }
        }
        return sure + 1;
    }
}
