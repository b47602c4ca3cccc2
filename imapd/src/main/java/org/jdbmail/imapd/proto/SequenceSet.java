package org.jdbmail.imapd.proto;

import java.util.Arrays;
import org.jdbmail.core.mail.NumberSet;

/**
 * A sequence-set as the client wrote it (RFC 3501 §9): message sequence numbers or UIDs, with {@code *} for the largest
 * in use, which is not known before the mailbox is looked at.
 */
public final class SequenceSet {
    /** Stands for {@code *}. */
    private static final long STAR = Long.MAX_VALUE;

    /** The largest number that the grammar allows: 32 bits without sign, and not 0. */
    private static final long MAX = 0xFFFF_FFFFL;

    private final long[] bounds;

    private SequenceSet(long[] bounds) {
        this.bounds = bounds;
    }

    static SequenceSet parse(Tokenizer in) throws ImapSyntaxException {
        long[] bounds = new long[8];
        int n = 0;
        do {
            long first = number(in);
            long second = in.take(':') ? number(in) : first;
            if (n == bounds.length) {
                bounds = Arrays.copyOf(bounds, 2 * n);
            }
            // RFC 3501 §9: 3:1 means the same as 1:3.
            bounds[n++] = Math.min(first, second);
            bounds[n++] = Math.max(first, second);
        } while (in.take(','));
        return new SequenceSet(Arrays.copyOf(bounds, n));
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
        int ranges = bounds.length / 2;
        long[][] sorted = new long[ranges][];
        for (int i = 0; i < ranges; i++) {
            long a = bounds[2 * i] == STAR ? largest : bounds[2 * i];
            long b = bounds[2 * i + 1] == STAR ? largest : bounds[2 * i + 1];
            // Without a message, a range to the last one is empty; clients ask for 1:* without looking.
            boolean toNothing = largest == 0 && bounds[2 * i + 1] == STAR;
            sorted[i] = toNothing ? new long[] {0, 0} : new long[] {Math.min(a, b), Math.max(a, b)};
        }
        Arrays.sort(sorted, (x, y) -> Long.compare(x[0], y[0]));
        NumberSet.Builder builder = new NumberSet.Builder();
        for (long[] range : sorted) {
            if (range[1] > 0) {
                builder.add(Math.max(1, range[0]), range[1]);
            }
        }
        return builder.build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SequenceSet that && Arrays.equals(bounds, that.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bounds.length; i += 2) {
            text.append(i == 0 ? "" : ",").append(bounds[i] == STAR ? "*" : bounds[i]);
            if (bounds[i] != bounds[i + 1]) {
                text.append(':').append(bounds[i + 1] == STAR ? "*" : bounds[i + 1]);
            }
        }
        return text.toString();
    }
}
