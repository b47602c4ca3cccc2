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
 */
public record GrammarLimits(int line, int literal, int total, long message, int depth, int items) {
    /** What a server uses unless told otherwise: lines of 64 KiB, messages of 64 MiB. */
    public static final GrammarLimits USUAL =
            new GrammarLimits(64 * 1024, 64 * 1024, 512 * 1024, 64L << 20, 200, 2_000);

    /** The same with another limit on messages. */
    public GrammarLimits withMessage(long octets) {
        return new GrammarLimits(line, literal, total, octets, depth, items);
    }
}
