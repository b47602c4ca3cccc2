package org.jdbmail.sieve.match;

import org.jspecify.annotations.Nullable;

/** What it means that a value matches a key (RFC 5228 §2.7.1, RFC 5231 §4, draft-ietf-sieve-regex, RFC 6134 §2.2). */
public sealed interface MatchType {
    /** They are the same. */
    record Is() implements MatchType {}

    /** The key is in the value. */
    record Contains() implements MatchType {}

    /** The key is a pattern with wildcards. */
    record Matches() implements MatchType {}

    /** The key is a regular expression. */
    record Regular() implements MatchType {}

    /** The value relates so to the key. */
    record Value(Relation relation) implements MatchType {}

    /** The number of values relates so to the key. */
    record Count(Relation relation) implements MatchType {}

    /** The value is on the list that the key names. */
    record Listed() implements MatchType {}

    /** Whether it looks for parts of a text, which not every comparator can. */
    default boolean needsSubstrings() {
        return this instanceof Contains || this instanceof Matches || this instanceof Regular;
    }

    /** The relation, where there is one. */
    default @Nullable Relation relation() {
        return switch (this) {
            case Value(Relation relation) -> relation;
            case Count(Relation relation) -> relation;
            case Is(), Contains(), Matches(), Regular(), Listed() -> null;
        };
    }
}
