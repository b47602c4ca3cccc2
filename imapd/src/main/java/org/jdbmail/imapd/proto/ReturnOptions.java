package org.jdbmail.imapd.proto;

import org.jspecify.annotations.Nullable;

/**
 * What a search or sort is to answer with, instead of all numbers (RFC 4731 §3.1, RFC 5182 §2.1, RFC 9394 §3.1).
 *
 * @param min the lowest number
 * @param max the highest number
 * @param all all of them, as a set
 * @param count how many there are
 * @param save whether they are remembered as {@code $}
 * @param partial only those at some places; null if that isn't asked
 */
public record ReturnOptions(
        boolean min,
        boolean max,
        boolean all,
        boolean count,
        boolean save,
        @Nullable PartialRange partial) {
    /** What is meant where nothing is said (RFC 4731 §3.1, RFC 9051 §6.4.4). */
    public static final ReturnOptions ALL = new ReturnOptions(false, false, true, false, false, null);

    /** What stands between RETURN and the search; null if there is no RETURN. */
    static @Nullable ReturnOptions parse(Tokenizer in) throws ImapSyntaxException {
        if (!in.lookingAt("RETURN ")) {
            return null;
        }
        in.word();
        in.space();
        in.expect('(');
        ReturnOptions options = new ReturnOptions(false, false, false, false, false, null);
        in.skipSpaces();
        boolean none = in.peek() == ')';
        while (in.peek() != ')' && !in.atEnd()) {
            options = options.with(in.word(), in);
            in.skipSpaces();
        }
        in.expect(')');
        in.space();
        // RFC 4731 §3.1: an empty list means ALL.
        return none ? ALL : options;
    }

    private ReturnOptions with(String option, Tokenizer in) throws ImapSyntaxException {
        return switch (option) {
            case "MIN" -> new ReturnOptions(true, max, all, count, save, partial);
            case "MAX" -> new ReturnOptions(min, true, all, count, save, partial);
            case "ALL" -> new ReturnOptions(min, max, true, count, save, partial).checked();
            case "COUNT" -> new ReturnOptions(min, max, all, true, save, partial);
            case "SAVE" -> new ReturnOptions(min, max, all, count, true, partial);
            case "PARTIAL" -> {
                in.space();
                if (partial != null) {
                    throw new ImapSyntaxException("PARTIAL may be asked for once");
                }
                yield new ReturnOptions(min, max, all, count, save, PartialRange.parse(in)).checked();
            }
            default -> throw new ImapSyntaxException("Unknown return option");
        };
    }

    private ReturnOptions checked() throws ImapSyntaxException {
        if (all && partial != null) {
            throw new ImapSyntaxException("PARTIAL and ALL can't be asked for together");
        }
        return this;
    }

    /** Whether nothing is to be told, and all that is found is to be remembered (RFC 5182 §2.1). */
    public boolean isSilent() {
        return save && !min && !max && !all && !count && partial == null;
    }

    /** Whether all that is found is remembered, and not only what is told (RFC 5182 §2.4, RFC 9394 §3.2). */
    public boolean savesAll() {
        return all || count || isSilent();
    }
}
