package org.jdbmail.core.index;

import java.util.Arrays;

/** Growing columns of messages, from which a snapshot is made. */
final class Columns {
    int size;
    long[] uids;
    long[] physIds;
    long[] sizes;
    long[] dates;
    byte[] flags;
    long[] modseqs;
    int[] keywordSets;

    /** As {@link MailboxSnapshot#claimedTo()}. */
    long claimedTo;

    Columns(int capacity) {
        uids = new long[capacity];
        physIds = new long[capacity];
        sizes = new long[capacity];
        dates = new long[capacity];
        flags = new byte[capacity];
        modseqs = new long[capacity];
        keywordSets = new int[capacity];
    }

    /** Columns that begin with a snapshot's, and share those arrays: only what lies behind its size may be written. */
    private Columns(MailboxSnapshot s) {
        size = s.size;
        uids = s.uids;
        physIds = s.physIds;
        sizes = s.sizes;
        dates = s.dates;
        flags = s.flags;
        modseqs = s.modseqs;
        keywordSets = s.keywordSets;
        claimedTo = s.claimedTo;
    }

    static Columns sharing(MailboxSnapshot snapshot) {
        return new Columns(snapshot);
    }

    /** Copies what flags and keywords change, so that it can be written anywhere. */
    void ownFlags() {
        flags = flags.clone();
        modseqs = modseqs.clone();
        keywordSets = keywordSets.clone();
    }

    void add(long uid, long physId, long octets, long date, int systemFlags, long modseq, int keywordSet) {
        if (size == uids.length) {
            int capacity = Math.max(16, size + (size >> 3) + 16);
            uids = Arrays.copyOf(uids, capacity);
            physIds = Arrays.copyOf(physIds, capacity);
            sizes = Arrays.copyOf(sizes, capacity);
            dates = Arrays.copyOf(dates, capacity);
            flags = Arrays.copyOf(flags, capacity);
            modseqs = Arrays.copyOf(modseqs, capacity);
            keywordSets = Arrays.copyOf(keywordSets, capacity);
        }
        uids[size] = uid;
        physIds[size] = physId;
        sizes[size] = octets;
        dates[size] = date;
        flags[size] = (byte) systemFlags;
        modseqs[size] = modseq;
        keywordSets[size] = keywordSet;
        size++;
    }

    /** Adds a message of a snapshot or of other columns, by its place. */
    void add(Columns from, int i) {
        add(
                from.uids[i],
                from.physIds[i],
                from.sizes[i],
                from.dates[i],
                from.flags[i],
                from.modseqs[i],
                from.keywordSets[i]);
    }
}
