package org.jdbmail.core.sorting;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sorts by columns of numbers, which is many times quicker than comparing messages. */
public final class SortColumns {
    private SortColumns() {}

    /**
     * The order of so many rows.
     *
     * @param columns a number of each row; the first column counts most, and rows that are alike in all stay as they are
     * @return the rows, counted from 0; null where the numbers of a column are so far apart that it can't be done this way
     */
    public static int @Nullable [] order(int rows, List<long[]> columns) {
        // A number and the row that it is of are sorted as one number.
        int bits = 32 - Integer.numberOfLeadingZeros(Math.max(1, rows - 1));
        long mask = (1L << bits) - 1;
        int[] order = new int[rows];
        Arrays.setAll(order, row -> row);
        long[] packed = new long[rows];
        for (long[] column : columns.reversed()) {
            long least = Arrays.stream(column).min().orElse(0);
            long most = Arrays.stream(column).max().orElse(0);
            if (most - least < 0 || most - least >>> 63 - bits != 0) {
                return null;
            }
            for (int i = 0; i < rows; i++) {
                packed[i] = column[order[i]] - least << bits | i;
            }
            Arrays.sort(packed);
            int[] before = order.clone();
            for (int i = 0; i < rows; i++) {
                order[i] = before[(int) (packed[i] & mask)];
            }
        }
        return order;
    }
}
