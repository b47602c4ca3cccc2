package org.jdbmail.sieve.match;

import java.util.List;
import org.jdbmail.sieve.match.regex.Meter;
import org.jdbmail.sieve.match.regex.Regex;
import org.jdbmail.sieve.match.regex.RegexSyntaxException;
import org.jspecify.annotations.Nullable;

/** One key that values are held against, prepared for its match type and comparator. */
public sealed interface Key {
    /** What was matched where nothing is kept of it. */
    List<String> NOTHING_KEPT = List.of();

    /**
     * Holds a value against the key.
     *
     * @return null if it doesn't match; else what match variables hold from now on, the whole value first: nothing if
     *     they stay as they are
     */
    @Nullable
    List<String> match(String value, Meter meter);

    /**
     * Prepares a key.
     *
     * @throws RegexSyntaxException if it should be a regular expression and isn't
     */
    static Key of(MatchType type, Collation collation, String key) throws RegexSyntaxException {
        return switch (type) {
            case MatchType.Is() -> new Same(collation, collation.fold(key));
            case MatchType.Contains() -> new Inside(collation, Substring.of(collation.fold(key)));
            case MatchType.Matches() -> new Pattern(Wildcards.of(key, collation));
            case MatchType.Regular() ->
                new Expression(
                        Regex.of(key, collation == Collation.ASCII_CASEMAP, collation == Collation.UNICODE_CASEMAP));
            case MatchType.Value(Relation relation) -> new Related(relation, collation, key);
            case MatchType.Count(Relation relation) -> new Related(relation, collation, key);
            case MatchType.Listed() -> throw new IllegalArgumentException("a list isn't a key");
        };
    }

    /** For {@code :is}. */
    record Same(Collation collation, String folded) implements Key {
        @Override
        public @Nullable List<String> match(String value, Meter meter) {
            meter.spend(1 + value.length() / 16);
            return collation.fold(value).equals(folded) ? NOTHING_KEPT : null;
        }
    }

    /** For {@code :contains}. */
    record Inside(Collation collation, Substring folded) implements Key {
        @Override
        public @Nullable List<String> match(String value, Meter meter) {
            meter.spend(1 + value.length() / 16);
            return folded.isIn(collation.fold(value)) ? NOTHING_KEPT : null;
        }
    }

    /** For {@code :matches}. */
    record Pattern(Wildcards wildcards) implements Key {
        @Override
        public @Nullable List<String> match(String value, Meter meter) {
            return wildcards.match(value, meter);
        }
    }

    /** For {@code :regex}. */
    record Expression(Regex regex) implements Key {
        @Override
        public @Nullable List<String> match(String value, Meter meter) {
            return regex.find(value, meter);
        }
    }

    /** For {@code :value} and {@code :count}. */
    record Related(Relation relation, Collation collation, String key) implements Key {
        @Override
        public @Nullable List<String> match(String value, Meter meter) {
            meter.spend(1 + value.length() / 16);
            return relation.holds(collation.compare(value, key)) ? NOTHING_KEPT : null;
        }
    }
}
