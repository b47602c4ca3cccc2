package org.jdbmail.core.sorting;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.jdbmail.mime.Checkpoint;
import org.jspecify.annotations.Nullable;

/**
 * Where messages stand in the order of one criterion that goes by what they say, by the ids of their physical messages: of two the one
 * with the lower rank comes first, and those that are alike have the same. What a message says never changes, so that ranks stay
 * right while messages come and go; one that came later has none. Never changes.
 */
public final class Ranks {
    /** By open addressing, never more than half full; 0 where there is none. */
    private final long[] ids;

    private final int[] ranks;

    private Ranks(int size) {
        int places = Integer.highestOneBit(Math.max(1, size)) * 4;
        this.ids = new long[places];
        this.ranks = new int[places];
    }

    /**
     * Ranks messages.
     *
     * @param key one that {@link SortCriterion.Key#isOfMessage}
     * @param physId the id of the physical message at a place of the mailbox, which is positive
     */
    public static Ranks of(
            List<Sortable> messages, SortCriterion.Key key, IntToLongFunction physId, Checkpoint checkpoint) {
        Comparator<Sortable> order = Sorter.watched(new SortCriterion(key, false).comparator(), checkpoint);
        List<Sortable> sorted = new ArrayList<>(messages);
        sorted.sort(order);
        Ranks made = new Ranks(sorted.size());
        int rank = 0;
        for (int i = 0; i < sorted.size(); i++) {
            if (i > 0 && order.compare(sorted.get(i - 1), sorted.get(i)) != 0) {
                rank++;
            }
            made.put(physId.applyAsLong(sorted.get(i).place()), rank);
        }
        return made;
    }

    private int slot(long id) {
        // The ids of a mailbox mostly follow each other: multiplied they lie apart.
        int at = (int) (id * 0x9E3779B97F4A7C15L >>> 33) & ids.length - 1;
        while (ids[at] != 0 && ids[at] != id) {
            at = at + 1 & ids.length - 1;
        }
        return at;
    }

    private void put(long id, int rank) {
        int at = slot(id);
        ids[at] = id;
        ranks[at] = rank;
    }

    /** The ranks of so many messages; null if one of them has none. */
    public long @Nullable [] all(int count, IntToLongFunction physId) {
        long[] all = new long[count];
        for (int i = 0; i < count; i++) {
            long id = physId.applyAsLong(i);
            int at = slot(id);
            if (ids[at] != id) {
                return null;
            }
            all[i] = ranks[at];
        }
        return all;
    }

    /** About how much memory this takes. */
    long octets() {
        return 100 + 12L * ids.length;
    }
}
