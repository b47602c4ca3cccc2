package org.jdbmail.core.mail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * An immutable set of positive numbers (UIDs, message sequence numbers, MODSEQ values) as sorted, disjoint, non-adjacent
 * ranges, so that {@code 1:*} of a large mailbox costs two numbers. Prints itself as an IMAP sequence-set (RFC 3501 §9).
 */
public final class NumberSet {
    /** The set without a member. */
    public static final NumberSet EMPTY = new NumberSet(new long[0]);

    /** Lower and upper bounds in turn, both inclusive. */
    private final long[] bounds;

    private NumberSet(long[] bounds) {
        this.bounds = bounds;
    }

    /** All numbers from low to high, both included; empty if low is above high. */
    public static NumberSet range(long low, long high) {
        return low > high ? EMPTY : new NumberSet(new long[] {low, high});
    }

    /** The set of those numbers, in whatever order and however often they come. */
    public static NumberSet of(long... numbers) {
        long[] sorted = numbers.clone();
        Arrays.sort(sorted);
        Builder builder = new Builder();
        for (long number : sorted) {
            builder.add(number);
        }
        return builder.build();
    }

    public boolean isEmpty() {
        return bounds.length == 0;
    }

    /** How many ranges the set has; each has a {@link #low} and a {@link #high}. */
    public int ranges() {
        return bounds.length / 2;
    }

    /** The lowest number of the range with that index. */
    public long low(int range) {
        return bounds[2 * range];
    }

    /** The highest number of the range with that index. */
    public long high(int range) {
        return bounds[2 * range + 1];
    }

    /** How many numbers are in the set. */
    public long size() {
        long size = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            size += bounds[i + 1] - bounds[i] + 1;
        }
        return size;
    }

    public boolean contains(long number) {
        int at = Arrays.binarySearch(bounds, number);
        return at >= 0 || (-at - 1) % 2 == 1;
    }

    /** The numbers that are in this set, in the other, or in both. */
    public NumberSet plus(NumberSet other) {
        if (isEmpty()) {
            return other;
        }
        Builder builder = new Builder();
        int mine = 0;
        int theirs = 0;
        while (mine < ranges() || theirs < other.ranges()) {
            if (theirs == other.ranges() || mine < ranges() && low(mine) <= other.low(theirs)) {
                builder.add(low(mine), high(mine));
                mine++;
            } else {
                builder.add(other.low(theirs), other.high(theirs));
                theirs++;
            }
        }
        return builder.build();
    }

    /** The set cut into sets of at most so many numbers, ascending. Beware of sets that stand for {@code 1:*}. */
    public List<NumberSet> pieces(int most) {
        List<NumberSet> pieces = new ArrayList<>();
        Builder piece = new Builder();
        int room = most;
        for (int range = 0; range < ranges(); range++) {
            for (long from = low(range); from <= high(range); ) {
                long to = Math.min(high(range), from + room - 1);
                piece.add(from, to);
                room -= Math.toIntExact(to - from + 1);
                from = to + 1;
                if (room == 0) {
                    pieces.add(piece.build());
                    piece = new Builder();
                    room = most;
                }
            }
        }
        if (room < most) {
            pieces.add(piece.build());
        }
        return pieces;
    }

    /** Calls the consumer with each number, ascending. Beware of sets that stand for {@code 1:*}. */
    public void forEach(LongConsumer consumer) {
        for (int i = 0; i < bounds.length; i += 2) {
            for (long number = bounds[i]; number <= bounds[i + 1]; number++) {
                consumer.accept(number);
            }
        }
    }

    /** The numbers, ascending. Beware of sets that stand for {@code 1:*}. */
    public long[] toArray() {
        long[] all = new long[Math.toIntExact(size())];
        int n = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            for (long number = bounds[i]; number <= bounds[i + 1]; number++) {
                all[n++] = number;
            }
        }
        return all;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NumberSet that && Arrays.equals(bounds, that.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    /** The set as IMAP writes it, {@code 1:3,7}; the empty string for the empty set. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bounds.length; i += 2) {
            text.append(i == 0 ? "" : ",").append(bounds[i]);
            if (bounds[i + 1] > bounds[i]) {
                text.append(':').append(bounds[i + 1]);
            }
        }
        return text.toString();
    }

    /** Collects numbers and ranges that come in ascending order of their lower bound; they may touch or overlap. */
    public static final class Builder {
        private long[] bounds = new long[8];
        private int length;

        /** Adds one number. */
        public Builder add(long number) {
            return add(number, number);
        }

        /**
         * Adds the numbers from low to high, both included.
         *
         * @throws IllegalArgumentException if low is below the lower bound of the last range, or above high
         */
        public Builder add(long low, long high) {
            if (low > high || length > 0 && low < bounds[length - 2]) {
                throw new IllegalArgumentException("out of order");
            }
            if (length > 0 && low <= bounds[length - 1] + 1) {
                bounds[length - 1] = Math.max(bounds[length - 1], high);
                return this;
            }
            if (length == bounds.length) {
                bounds = Arrays.copyOf(bounds, length * 2);
            }
            bounds[length++] = low;
            bounds[length++] = high;
            return this;
        }

        /** The set of all that was added. */
        public NumberSet build() {
            return length == 0 ? EMPTY : new NumberSet(Arrays.copyOf(bounds, length));
        }
    }
}
