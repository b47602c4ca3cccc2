package org.jdbmail.imapd.proto;

/**
 * A line of a command is longer than is allowed, and was thrown away but for its two ends: at its start stands the tag, at its end
 * a literal may be announced that is on its way and belongs to it.
 */
@SuppressWarnings("serial") // exceptions are thrown and caught here, and not written anywhere
public final class LineTooLong extends Exception {
    /** How much of each end is to be kept: longer than any tag, and than any size of a literal. */
    public static final int KEPT = 256;

    private static final long serialVersionUID = 1L;

    private final byte[] start;
    private final byte[] end;
    private final boolean endless;

    /**
     * The two ends of a line.
     *
     * @param start its first {@link #KEPT} octets
     * @param end its last octets, at most as many, without the line end
     */
    public LineTooLong(byte[] start, byte[] end) {
        this(start, end, false);
    }

    private LineTooLong(byte[] start, byte[] end, boolean endless) {
        super("The line is too long", null, false, false);
        this.start = start.clone();
        this.end = end.clone();
        this.endless = endless;
    }

    /** A line of which nobody waits for the end any more. */
    public static LineTooLong endless(byte[] start) {
        return new LineTooLong(start, new byte[0], true);
    }

    /** Whether its end was not seen, so that nobody knows where the next command begins. */
    boolean isEndless() {
        return endless;
    }

    /** Whether its end was seen, and is that octet. */
    boolean endsWith(char octet) {
        return end.length > 0 && end[end.length - 1] == octet;
    }

    byte[] start() {
        return start.clone();
    }

    byte[] end() {
        return end.clone();
    }
}
