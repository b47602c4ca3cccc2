package org.jdbmail.core.sorting;

import java.util.ArrayList;
import java.util.Arrays;
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
    /** Ascending, each once. */
    private final long[] ids;

    private final int[] ranks;

    private Ranks(long[] ids, int[] ranks) {
        this.ids = ids;
        this.ranks = ranks;
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
        // A message may be there twice, under one physical message: then it says the same.
        long[] ids = sorted.stream()
                .mapToLong(message -> physId.applyAsLong(message.place()))
                .sorted()
                .distinct()
                .toArray();
        int[] ranks = new int[ids.length];
        int rank = 0;
        for (int i = 0; i < sorted.size(); i++) {
            if (i > 0 && order.compare(sorted.get(i - 1), sorted.get(i)) != 0) {
                rank++;
            }
            ranks[Arrays.binarySearch(ids, physId.applyAsLong(sorted.get(i).place()))] = rank;
        }
        return new Ranks(ids, ranks);
    }

    /** The ranks of so many messages; null if one of them has none. */
    public long @Nullable [] all(int count, IntToLongFunction physId) {
        long[] all = new long[count];
        int at = -1;
        for (int i = 0; i < count; i++) {
            long id = physId.applyAsLong(i);
            // The ids of a mailbox mostly follow each other.
            at = at + 1 < ids.length && ids[at + 1] == id ? at + 1 : Arrays.binarySearch(ids, id);
            if (at < 0) {
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
