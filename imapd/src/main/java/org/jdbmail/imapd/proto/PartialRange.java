package org.jdbmail.imapd.proto;

/**
 * Some of a list of messages, by their places in it (RFC 9394 §4, partial-range).
 *
 * @param first the smaller place, from 1
 * @param last the larger
 * @param fromEnd whether places are counted from the last message backwards
 */
public record PartialRange(long first, long last, boolean fromEnd) {
    private static final long MAX = 0xFFFF_FFFFL;

    static PartialRange parse(Tokenizer in) throws ImapSyntaxException {
        boolean fromEnd = in.take('-');
        long one = number(in);
        in.expect(':');
        if (in.take('-') != fromEnd) {
            throw new ImapSyntaxException("Both numbers of a partial range count from the same end");
        }
        long other = number(in);
        return new PartialRange(Math.min(one, other), Math.max(one, other), fromEnd);
    }

    private static long number(Tokenizer in) throws ImapSyntaxException {
        long number = in.number();
        if (number == 0 || number > MAX) {
            throw new ImapSyntaxException("A number in a partial range is out of range");
        }
        return number;
    }

    /** Index of the first of them in a list of so many. */
    public int from(int size) {
        return fromEnd ? (int) Math.max(0, size - last) : (int) Math.min(size, first - 1);
    }

    /** Index after the last of them in a list of so many; equal to {@link #from} where there are none. */
    public int to(int size) {
        return Math.max(from(size), fromEnd ? (int) Math.max(0, size - first + 1) : (int) Math.min(size, last));
    }

    /** The range as a response repeats it. */
    public String imapText() {
        return fromEnd ? "-" + first + ":-" + last : first + ":" + last;
    }
}
