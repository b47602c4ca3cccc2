package org.jdbmail.core.index;

import java.util.Arrays;

/** Growing columns of messages, as they are gathered. */
final class Columns {
    int size;
    long[] uids;
    long[] physIds;
    long[] sizes;
    long[] dates;
    byte[] flags;
    long[] modseqs;
    int[] keywordSets;

    Columns(int capacity) {
        uids = new long[capacity];
        physIds = new long[capacity];
        sizes = new long[capacity];
        dates = new long[capacity];
        flags = new byte[capacity];
        modseqs = new long[capacity];
        keywordSets = new int[capacity];
    }

    void add(long uid, long physId, long octets, long date, int systemFlags, long modseq, int keywordSet) {
        if (size == uids.length) {
            int capacity = Math.max(16, size + (size >> 1));
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
}
