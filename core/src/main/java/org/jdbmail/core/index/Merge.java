package org.jdbmail.core.index;

import static java.util.function.Predicate.not;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import org.jdbmail.core.mail.AsciiCase;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.store.Messages.FlagMode;
import org.jdbmail.core.store.Messages.State;

/** Compares and joins two snapshots of one mailbox. */
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
            boolean sameNumbers = old.keywords.lineage.equals(next.keywords.lineage);
            boolean modseqs = announcer.hearsModseqs();
            Places before = new Places(old);
            Places now = new Places(next);
            int gone = 0;
            int i = 0;
            int place = 0;
            while (place < kept) {
                if (gone < count && expunged[gone] == i) {
                    gone++;
                    i++;
                    before.next();
                } else if (sameNumbers
                        && before.beginsLike(now)
                        && before.chunk().hasFlagsOf(now.chunk())
                        && (!modseqs || before.chunk().hasModseqsOf(now.chunk()))
                        && place + now.chunk().size <= kept) {
                    i += before.chunk().size;
                    place += now.chunk().size;
                    before.nextChunk();
                    now.nextChunk();
                } else {
                    if (!next.sameFlags(place, old, i) || modseqs && next.modseq(place) != old.modseq(i)) {
                        announcer.flags(place + 1, next, place);
                    }
                    i++;
                    place++;
                    before.next();
                    now.next();
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
        Places before = new Places(old);
        Places now = new Places(next);
        int i = 0;
        int j = 0;
        while (before.isHere() && now.isHere() && now.uid() >= before.uid()) {
            if (before.beginsLike(now)) {
                i += before.chunk().size;
                j += now.chunk().size;
                before.nextChunk();
                now.nextChunk();
            } else {
                if (now.uid() == before.uid()) {
                    j++;
                    now.next();
                } else {
                    difference.expunge(i);
                }
                i++;
                before.next();
            }
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
        Chunks result = new Chunks();
        Places before = new Places(old);
        Places now = new Places(next);
        while (before.isHere()) {
            if (before.beginsLike(now)) {
                result.addAll(now.chunk());
                before.nextChunk();
                now.nextChunk();
            } else if (now.isHere() && now.uid() < before.uid()) {
                // One that appeared where no client may learn of it yet.
                now.next();
            } else if (now.isHere() && now.uid() == before.uid()) {
                result.add(now.chunk(), now.index());
                before.next();
                now.next();
            } else {
                Chunk chunk = before.chunk();
                int set = chunk.keywordSets[before.index()];
                result.add(chunk, before.index(), sameNumbers ? set : keywords.number(sorted(old.keywords.set(set))));
                before.next();
            }
        }
        while (now.isHere()) {
            if (now.isAtStart()) {
                result.addAll(now.chunk());
                now.nextChunk();
            } else {
                result.add(now.chunk(), now.index());
                now.next();
            }
        }
        return MailboxSnapshot.of(
                next.state, result.build(), sameNumbers ? next.keywords : keywords.tableApart(), next.claimedTo);
    }

    /** The snapshot with flags changed in it as STORE would. */
    static MailboxSnapshot assume(MailboxSnapshot old, NumberSet uids, FlagMode mode, FlagSet flags) {
        KeywordTable.Growing keywords = new KeywordTable.Growing(old.keywords);
        Chunk[] chunks = change(old, OptionalLong.empty(), uids, mode, flags, keywords);
        return MailboxSnapshot.of(old.state, chunks, keywords.tableApart(), old.claimedTo);
    }

    /** The snapshot with another MODSEQ in these messages. */
    static MailboxSnapshot raise(MailboxSnapshot old, NumberSet uids, long modseq) {
        KeywordTable.Growing keywords = new KeywordTable.Growing(old.keywords);
        Chunk[] chunks = change(old, OptionalLong.of(modseq), uids, FlagMode.ADD, FlagSet.NONE, keywords);
        return MailboxSnapshot.of(old.state, chunks, old.keywords, old.claimedTo);
    }

    /**
     * The newest snapshot brought forward by a STORE that changed these messages and was the next change of the mailbox.
     *
     * @param seq the mailbox's seq after it, and the messages' MODSEQ
     */
    static MailboxSnapshot stored(MailboxSnapshot old, long seq, NumberSet uids, FlagMode mode, FlagSet flags) {
        KeywordTable.Growing keywords = new KeywordTable.Growing(old.keywords);
        Chunk[] chunks = change(old, OptionalLong.of(seq), uids, mode, flags, keywords);
        State state = new State(seq, old.state.uidNext(), old.state.purgedSeq());
        return MailboxSnapshot.of(state, chunks, keywords.table(), old.claimedTo);
    }

    /** The chunks with flags changed in those that have any of the messages. */
    private static Chunk[] change(
            MailboxSnapshot old,
            OptionalLong modseq,
            NumberSet uids,
            FlagMode mode,
            FlagSet flags,
            KeywordTable.Growing keywords) {
        boolean keywordsChange = mode == FlagMode.REPLACE || !flags.keywords().isEmpty();
        // Messages have few different sets.
        Map<Integer, Integer> changedSets = new HashMap<>();
        IntUnaryOperator set = known -> keywordsChange
                ? changedSets.computeIfAbsent(
                        known, number -> keywords.number(change(old.keywords.set(number), mode, flags.keywords())))
                : known;
        Chunk[] chunks = old.chunks.clone();
        int range = 0;
        for (int c = 0; c < chunks.length; c++) {
            Chunk chunk = chunks[c];
            while (range < uids.ranges() && uids.high(range) < chunk.firstUid()) {
                range++;
            }
            if (range < uids.ranges() && uids.low(range) <= chunk.lastUid()) {
                chunks[c] = change(chunk, range, uids, mode, flags.system(), modseq, set);
            }
        }
        return chunks;
    }

    private static Chunk change(
            Chunk chunk,
            int firstRange,
            NumberSet uids,
            FlagMode mode,
            int system,
            OptionalLong modseq,
            IntUnaryOperator set) {
        byte[] flags = chunk.flags.clone();
        long[] modseqs = chunk.modseqs.clone();
        int[] keywordSets = chunk.keywordSets.clone();
        for (int r = firstRange; r < uids.ranges() && uids.low(r) <= chunk.lastUid(); r++) {
            int found = chunk.find(uids.low(r));
            for (int i = found < 0 ? -1 - found : found; i < chunk.size && chunk.uids[i] <= uids.high(r); i++) {
                int before = flags[i] & 0xFF;
                int ours = before & ~MailboxSnapshot.RECENT;
                int becomes = switch (mode) {
                    case REPLACE -> system;
                    case ADD -> ours | system;
                    case REMOVE -> ours & ~system;
                };
                flags[i] = (byte) (becomes | before & MailboxSnapshot.RECENT);
                modseqs[i] = modseq.orElse(modseqs[i]);
                keywordSets[i] = set.applyAsInt(keywordSets[i]);
            }
        }
        return chunk.with(flags, modseqs, keywordSets);
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
        TreeSet<String> set = new TreeSet<>(AsciiCase.ORDER);
        keywords.forEach(set::add);
        return set;
    }
}
