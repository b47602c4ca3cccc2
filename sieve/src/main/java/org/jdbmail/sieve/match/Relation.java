package org.jdbmail.sieve.match;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a value relates to a key (RFC 5231 §4). */
public enum Relation {
    GT,
    GE,
    LT,
    LE,
    EQ,
    NE;

    /** The relation of a name in any case; null if it is unknown. */
    public static @Nullable Relation named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "gt" -> GT;
            case "ge" -> GE;
            case "lt" -> LT;
            case "le" -> LE;
            case "eq" -> EQ;
            case "ne" -> NE;
            default -> null;
        };
    }

    /** Whether it holds, given how the value compares to the key. */
    public boolean holds(int compared) {
        return switch (this) {
            case GT -> compared > 0;
            case GE -> compared >= 0;
            case LT -> compared < 0;
            case LE -> compared <= 0;
            case EQ -> compared == 0;
            case NE -> compared != 0;
        };
    }
}
