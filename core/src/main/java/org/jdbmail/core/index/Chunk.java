package org.jdbmail.core.index;

import java.util.Arrays;
import java.util.BitSet;
import org.jdbmail.core.mail.Flag;
import org.jspecify.annotations.Nullable;

/**
 * A run of messages of a mailbox, in ascending order of UID: parallel arrays that are exactly as long as there are messages.
 * Immutable, so that snapshots share it. What never changes of a message stands in arrays of its own, which a chunk with other
 * flags shares too.
 */
final class Chunk {
    /** Messages at most: one that changes costs a copy of as many, and a snapshot a reference for each so many. */
    static final int MOST = 1_024;

    final int size;
    final long[] uids;
    final long[] physIds;
    final long[] sizes;
    final long[] dates;
    final byte[] flags;
    final long[] modseqs;
    final int[] keywordSets;

    /** How many have {@code \Seen}, how many {@code \Deleted}, and how many no session has claimed. */
    final int seen;

    final int deleted;
    final int recent;

    private @Nullable BitSet sets;

    private Chunk(
            long[] uids, long[] physIds, long[] sizes, long[] dates, byte[] flags, long[] modseqs, int[] keywordSets) {
        this.size = uids.length;
        this.uids = uids;
        this.physIds = physIds;
        this.sizes = sizes;
        this.dates = dates;
        this.flags = flags;
        this.modseqs = modseqs;
        this.keywordSets = keywordSets;
        int seenCount = 0;
        int deletedCount = 0;
        int recentCount = 0;
        for (byte bits : flags) {
            seenCount += (bits & Flag.SEEN.bit()) != 0 ? 1 : 0;
            deletedCount += (bits & Flag.DELETED.bit()) != 0 ? 1 : 0;
            recentCount += (bits & MailboxSnapshot.RECENT) != 0 ? 1 : 0;
        }
        this.seen = seenCount;
        this.deleted = deletedCount;
        this.recent = recentCount;
    }

    /** A copy of the first messages of some columns. */
    static Chunk of(Columns from) {
        int size = from.size;
        return new Chunk(
                Arrays.copyOf(from.uids, size),
                Arrays.copyOf(from.physIds, size),
                Arrays.copyOf(from.sizes, size),
                Arrays.copyOf(from.dates, size),
                Arrays.copyOf(from.flags, size),
                Arrays.copyOf(from.modseqs, size),
                Arrays.copyOf(from.keywordSets, size));
    }

    /** The same messages with other flags. */
    Chunk with(byte[] otherFlags, long[] otherModseqs, int[] otherKeywordSets) {
        return new Chunk(uids, physIds, sizes, dates, otherFlags, otherModseqs, otherKeywordSets);
    }

    /** Whether it is of the same messages as another, which may have other flags. */
    @SuppressWarnings("ReferenceEquality") // the array is shared where they are
    boolean isOfSameMessages(Chunk other) {
        return uids == other.uids;
    }

    /** Whether its messages surely have the flags of another of the same messages, if sets of keywords mean the same in both. */
    @SuppressWarnings("ReferenceEquality") // arrays that two chunks share are the same without a look into them
    boolean hasFlagsOf(Chunk other) {
        return flags == other.flags && keywordSets == other.keywordSets;
    }

    /** Whether its messages surely have the MODSEQs of another of the same messages. */
    @SuppressWarnings("ReferenceEquality") // as above
    boolean hasModseqsOf(Chunk other) {
        return modseqs == other.modseqs;
    }

    /** The numbers of the sets of keywords that its messages have. Two threads may both gather them, and find the same. */
    BitSet sets() {
        BitSet known = sets;
        if (known == null) {
            known = new BitSet();
            for (int set : keywordSets) {
                known.set(set);
            }
            sets = known;
        }
        return known;
    }

    long firstUid() {
        return uids[0];
    }

    long lastUid() {
        return uids[size - 1];
    }

    /** The index of a UID, or -1 - the index where it would be. */
    int find(long uid) {
        return Arrays.binarySearch(uids, uid);
    }
}
