package org.jdbmail.core.mail;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A sequence-set as the client wrote it (RFC 3501 §9): message sequence numbers or UIDs, with {@code *} for the largest
 * in use, which is not known before the mailbox is looked at.
 */
public record SequenceSet(List<Range> ranges) {
    /** Stands for {@code *}. */
    public static final long STAR = Long.MAX_VALUE;

    /** The messages that a search has saved, as {@code $} (RFC 5182 §2.1), which only the session knows. */
    public static final SequenceSet SAVED = new SequenceSet(List.of());

    /** From low to high, both included; a single number is both. */
    public record Range(long low, long high) {
        /** RFC 3501 §9: 3:1 means the same as 1:3. */
        public static Range between(long a, long b) {
            return new Range(Math.min(a, b), Math.max(a, b));
        }

        private Range resolve(long largest) {
            // Without a message, a range to the last one is empty; clients ask for 1:* without looking.
            if (largest == 0 && high == STAR) {
                return new Range(0, 0);
            }
            return between(low == STAR ? largest : low, high == STAR ? largest : high);
        }

        @Override
        public String toString() {
            return low == high ? name(low) : name(low) + ':' + name(high);
        }

        private static String name(long number) {
            return number == STAR ? "*" : Long.toString(number);
        }
    }

    /** Copies the list. */
    public SequenceSet {
        ranges = List.copyOf(ranges);
    }

    /** Whether this is {@link #SAVED}: no other set is without numbers. */
    public boolean isSaved() {
        return ranges.isEmpty();
    }

    /**
     * The numbers that are meant; none for {@link #SAVED}.
     *
     * @param largest what {@code *} stands for; 0 where there is no message at all
     */
    public NumberSet resolve(long largest) {
        NumberSet.Builder builder = new NumberSet.Builder();
        ranges.stream()
                .map(range -> range.resolve(largest))
                .filter(range -> range.high > 0)
                .sorted(Comparator.comparingLong(Range::low))
                .forEach(range -> builder.add(range.low, range.high));
        return builder.build();
    }

    @Override
    public String toString() {
        return isSaved() ? "$" : ranges.stream().map(Range::toString).collect(Collectors.joining(","));
    }
}
