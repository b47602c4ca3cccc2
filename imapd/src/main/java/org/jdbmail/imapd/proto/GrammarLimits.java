package org.jdbmail.imapd.proto;

/**
 * How large a command may be.
 *
 * @param line octets of one line of it, without its end
 * @param literal octets of one literal that is kept in memory
 * @param total octets of all its lines and of the literals kept in memory
 * @param message octets of a message given to APPEND
 * @param depth nesting of parentheses, NOT and OR in SEARCH
 * @param items terms of a SEARCH, items of a FETCH, header names of a section, flags in a list
 * @param literalMinus whether a literal that does not wait has at most 4,096 octets (RFC 7888 §5, LITERAL-)
 */
public record GrammarLimits(
        int line, int literal, int total, long message, int depth, int items, boolean literalMinus) {
    /** Octets of a line, and of a literal, before the login. */
    private static final int STRANGER = 8 * 1024;

    /**
     * What a server uses unless told otherwise: lines of 1 MiB, which a client needs that names 100,000 UIDs one by one; messages
     * of 64 MiB.
     */
    public static final GrammarLimits USUAL =
            new GrammarLimits(1 << 20, 64 * 1024, 2 << 20, 64L << 20, 200, 2_000, false);

    /** The limits for who is not logged in yet. */
    GrammarLimits beforeLogin() {
        return new GrammarLimits(
                Math.min(line, STRANGER),
                Math.min(literal, STRANGER),
                Math.min(total, 2 * STRANGER),
                Math.min(message, 8L * STRANGER),
                depth,
                items,
                literalMinus);
    }

    /** The same with another limit on messages. */
    public GrammarLimits withMessage(long octets) {
        return new GrammarLimits(line, literal, total, octets, depth, items, literalMinus);
    }

    /** The same with LITERAL- offered in place of LITERAL+, or not. */
    public GrammarLimits withLiteralMinus(boolean on) {
        return new GrammarLimits(line, literal, total, message, depth, items, on);
    }
}
