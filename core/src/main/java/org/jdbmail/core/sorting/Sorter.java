package org.jdbmail.core.sorting;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jdbmail.mime.Checkpoint;

/** Puts messages into order. */
public final class Sorter {
    /** Comparisons between two looks whether anyone still waits for the result. */
    private static final int STRIDE = 4096;

    private Sorter() {}

    /** The places of the messages in the order of the criteria, the first one counting most. */
    public static int[] sort(List<Sortable> messages, List<SortCriterion> criteria, Checkpoint checkpoint) {
        Sortable[] sorted = messages.toArray(Sortable[]::new);
        Arrays.sort(sorted, watched(SortCriterion.order(criteria), checkpoint));
        int[] places = new int[sorted.length];
        for (int i = 0; i < places.length; i++) {
            places[i] = sorted[i].place();
        }
        return places;
    }

    static Comparator<Sortable> watched(Comparator<Sortable> order, Checkpoint checkpoint) {
        int[] count = {0};
        return (one, other) -> {
            if (++count[0] % STRIDE == 0) {
                checkpoint.pass();
            }
            return order.compare(one, other);
        };
    }
}
