package org.jdbmail.core.index;

import static java.util.function.Predicate.not;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.store.Messages.FlagMode;
import org.jdbmail.core.store.Messages.State;

/** Compares and joins two snapshots of one mailbox. */
@SuppressWarnings("ReferenceEquality") // arrays that two snapshots share are the same without a look into them
final class Merge {
    private Merge() {}

    /** What leads from one snapshot to another. */
    static final class Difference {
        private int[] expunged = {};
        private int count;
        private int kept;

        private void expunge(int place) {
            if (count == expunged.length) {
                expunged = Arrays.copyOf(expunged, Math.max(16, count * 2));
            }
            expunged[count++] = place;
        }

        /** Whether messages are gone. */
        boolean expunges() {
            return count > 0;
        }

        /** How many messages are in both; in the later one they come first. */
        int kept() {
            return kept;
        }

        /** From the highest to the lowest, so that each number is right when it is heard. */
        <X extends Exception> void announceExpunges(MailboxSnapshot old, Announcer<X> announcer) throws X {
            if (count == 0) {
                return;
            }
            int[] sequences = new int[count];
            long[] uids = new long[count];
            for (int i = 0; i < count; i++) {
                int place = expunged[count - 1 - i];
                sequences[i] = place + 1;
                uids[i] = old.uid(place);
            }
            announcer.expunged(sequences, uids);
        }

        <X extends Exception> void announceFlags(MailboxSnapshot old, MailboxSnapshot next, Announcer<X> announcer)
                throws X {
            if (count == 0
                    && old.flags == next.flags
                    && old.keywordSets == next.keywordSets
                    && old.keywords.lineage.equals(next.keywords.lineage)) {
                return;
            }
            int nextExpunged = 0;
            int place = 0;
            for (int i = 0; i < old.size && place < kept; i++) {
                if (nextExpunged < count && expunged[nextExpunged] == i) {
                    nextExpunged++;
                } else {
                    if (!next.sameFlags(place, old, i)) {
                        announcer.flags(place + 1, next, place);
                    }
                    place++;
                }
            }
        }
    }

    /**
     * The difference. A message can only be added at the end of what a client knows; should one appear before that (other
     * programs can move rows between mailboxes), all from there on are gone and come anew.
     */
    static Difference difference(MailboxSnapshot old, MailboxSnapshot next) {
        Difference difference = new Difference();
        int i = 0;
        int j = 0;
        if (old.uids == next.uids && old.size <= next.size) {
            difference.kept = old.size;
            return difference;
        }
        while (i < old.size && j < next.size && next.uids[j] >= old.uids[i]) {
            if (next.uids[j] == old.uids[i]) {
                j++;
            } else {
                difference.expunge(i);
            }
            i++;
        }
        for (; i < old.size; i++) {
            difference.expunge(i);
        }
        difference.kept = j;
        return difference;
    }

    /** The later snapshot, with the messages that are only in the earlier one left in their places. */
    static MailboxSnapshot keepExpunged(MailboxSnapshot old, MailboxSnapshot next) {
        KeywordTable.Growing keywords = new KeywordTable.Growing(next.keywords);
        boolean sameNumbers = old.keywords.lineage.equals(next.keywords.lineage);
        Columns from = Columns.sharing(old);
        Columns now = Columns.sharing(next);
        Columns result = new Columns(Math.max(old.size, next.size) + 16);
        result.claimedTo = next.claimedTo;
        for (int i = 0; i < old.size; i++) {
            int place = next.placeOf(old.uids[i]);
            if (place >= 0) {
                result.add(now, place);
            } else {
                result.add(from, i);
                if (!sameNumbers) {
                    result.keywordSets[i] = keywords.number(sorted(old.keywords.set(old.keywordSets[i])));
                }
            }
        }
        for (int j = next.firstFrom(old.lastUid() + 1); j < next.size; j++) {
            result.add(now, j);
        }
        return MailboxSnapshot.of(next.state, result, sameNumbers ? next.keywords : keywords.tableApart());
    }

    /** The snapshot with flags changed in it as STORE would. */
    static MailboxSnapshot assume(MailboxSnapshot old, NumberSet uids, FlagMode mode, FlagSet flags) {
        Columns result = Columns.sharing(old);
        result.ownFlags();
        KeywordTable.Growing keywords = new KeywordTable.Growing(old.keywords);
        change(result, old, uids, mode, flags, keywords);
        return MailboxSnapshot.of(old.state, result, keywords.tableApart());
    }

    /**
     * The newest snapshot brought forward by a STORE that changed these messages and was the next change of the mailbox.
     *
     * @param seq the mailbox's seq after it, and the messages' MODSEQ
     */
    static MailboxSnapshot stored(MailboxSnapshot old, long seq, NumberSet uids, FlagMode mode, FlagSet flags) {
        Columns result = Columns.sharing(old);
        result.ownFlags();
        KeywordTable.Growing keywords = new KeywordTable.Growing(old.keywords);
        change(result, old, uids, mode, flags, keywords);
        for (int r = 0; r < uids.ranges(); r++) {
            Arrays.fill(result.modseqs, old.firstFrom(uids.low(r)), old.firstFrom(uids.high(r) + 1), seq);
        }
        State state = new State(seq, old.state.uidNext(), old.state.purgedSeq());
        return MailboxSnapshot.of(state, result, keywords.table());
    }

    private static void change(
            Columns result,
            MailboxSnapshot old,
            NumberSet uids,
            FlagMode mode,
            FlagSet flags,
            KeywordTable.Growing keywords) {
        boolean keywordsChange = mode == FlagMode.REPLACE || !flags.keywords().isEmpty();
        // Messages have few different sets.
        Map<Integer, Integer> changedSets = new HashMap<>();
        for (int r = 0; r < uids.ranges(); r++) {
            int end = old.firstFrom(uids.high(r) + 1);
            for (int i = old.firstFrom(uids.low(r)); i < end; i++) {
                int system = result.flags[i] & 0xFF;
                int ours = system & ~MailboxSnapshot.RECENT;
                int becomes = switch (mode) {
                    case REPLACE -> flags.system();
                    case ADD -> ours | flags.system();
                    case REMOVE -> ours & ~flags.system();
                };
                result.flags[i] = (byte) (becomes | system & MailboxSnapshot.RECENT);
                if (keywordsChange) {
                    result.keywordSets[i] = changedSets.computeIfAbsent(
                            old.keywordSets[i],
                            set -> keywords.number(change(old.keywords.set(set), mode, flags.keywords())));
                }
            }
        }
    }

    /** Changes keywords as the database does: one that is there keeps its spelling. */
    private static NavigableSet<String> change(Iterable<String> old, FlagMode mode, Set<String> given) {
        NavigableSet<String> keywords = sorted(old);
        switch (mode) {
            case REPLACE -> {
                keywords.removeIf(not(sorted(given)::contains));
                keywords.addAll(given);
            }
            case ADD -> keywords.addAll(given);
            case REMOVE -> given.forEach(keywords::remove);
        }
        return keywords;
    }

    private static NavigableSet<String> sorted(Iterable<String> keywords) {
        TreeSet<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        keywords.forEach(set::add);
        return set;
    }
}
