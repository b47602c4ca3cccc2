package org.jdbmail.imapd.proto;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbmail.core.mail.NumberSet;

/**
 * A sequence-set as the client wrote it (RFC 3501 §9): message sequence numbers or UIDs, with {@code *} for the largest
 * in use, which is not known before the mailbox is looked at.
 */
public record SequenceSet(List<Range> ranges) {
    /** Stands for {@code *}. */
    private static final long STAR = Long.MAX_VALUE;

    /** The largest number that the grammar allows: 32 bits without sign, and not 0. */
    private static final long MAX = 0xFFFF_FFFFL;

    /** From low to high, both included; a single number is both. */
    public record Range(long low, long high) {
        /** RFC 3501 §9: 3:1 means the same as 1:3. */
        static Range between(long a, long b) {
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

    static SequenceSet parse(Tokenizer in) throws ImapSyntaxException {
        List<Range> ranges = new ArrayList<>();
        do {
            long first = number(in);
            ranges.add(Range.between(first, in.take(':') ? number(in) : first));
        } while (in.take(','));
        return new SequenceSet(ranges);
    }

    private static long number(Tokenizer in) throws ImapSyntaxException {
        if (in.take('*')) {
            return STAR;
        }
        long number = in.number();
        if (number == 0 || number > MAX) {
            throw new ImapSyntaxException("A number in the sequence set is out of range");
        }
        return number;
    }

    /** Whether a token may begin a sequence set. */
    static boolean startsWith(int c) {
        return c == '*' || c >= '1' && c <= '9';
    }

    /**
     * The numbers that are meant.
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
        return ranges.stream().map(Range::toString).collect(Collectors.joining(","));
    }
}
