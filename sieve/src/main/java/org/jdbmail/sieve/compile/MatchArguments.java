package org.jdbmail.sieve.compile;

import java.util.List;
import org.jdbmail.sieve.match.Collation;
import org.jdbmail.sieve.match.MatchType;
import org.jdbmail.sieve.match.Relation;
import org.jdbmail.sieve.match.regex.Regex;
import org.jdbmail.sieve.match.regex.RegexSyntaxException;
import org.jdbmail.sieve.run.Matching;
import org.jdbmail.sieve.run.Text;
import org.jdbmail.sieve.syntax.Argument.Literal;
import org.jspecify.annotations.Nullable;

/** The arguments that say how a test compares (RFC 5228 §2.7): a match type and a comparator. */
public final class MatchArguments {
    private static final List<String> NAMES = List.of("is", "contains", "matches", "regex", "list");

    private final MatchType type;
    private final Collation collation;

    private MatchArguments(MatchType type, Collation collation) {
        this.type = type;
        this.collation = collation;
    }

    /** Takes them. */
    public static MatchArguments of(Arguments arguments) throws InvalidScript {
        Literal comparator = arguments.literal("comparator", null);
        Collation collation = comparator == null ? null : comparator(arguments, comparator);
        Literal value = arguments.literal("value", Extension.RELATIONAL);
        Literal count = arguments.literal("count", Extension.RELATIONAL);
        String name = arguments.oneOf(NAMES);
        MatchType type = type(arguments, name, value, count);
        if (comparator != null && type instanceof MatchType.Listed) {
            // RFC 6134 §2.2.
            arguments.error(comparator.at(), "':comparator' can't stand beside ':list'");
        }
        if (collation != null && type.needsSubstrings() && !collation.hasSubstrings()) {
            arguments.error(
                    arguments.at(), "the comparator '" + collation.sieveName() + "' can't look for parts of a text");
        }
        if (collation == null) {
            // RFC 5231 §4.2: numbers are compared as such.
            collation = count == null ? Collation.ASCII_CASEMAP : Collation.ASCII_NUMERIC;
        }
        return new MatchArguments(type, collation);
    }

    /** Takes a comparator alone. */
    private static Collation comparator(Arguments arguments, Literal name) throws InvalidScript {
        Collation collation = Collation.named(name.value());
        if (collation == null) {
            throw arguments.fail(name.at(), "there is no comparator '" + name.value() + "'");
        }
        Extension needed = switch (collation) {
            // RFC 5228 §2.7.3 has the last one required too; other servers don't ask for it, and scripts rely on that.
            case OCTET, ASCII_CASEMAP, UNICODE_CASEMAP -> null;
            case ASCII_NUMERIC -> Extension.COMPARATOR_ASCII_NUMERIC;
        };
        if (needed != null && !arguments.has(needed)) {
            arguments.error(name.at(), "'" + name.value() + "' needs: require \"" + needed.capability() + "\";");
        }
        return collation;
    }

    private static MatchType type(
            Arguments arguments, @Nullable String name, @Nullable Literal value, @Nullable Literal count)
            throws InvalidScript {
        int given = (name == null ? 0 : 1) + (value == null ? 0 : 1) + (count == null ? 0 : 1);
        if (given > 1) {
            throw arguments.fail("only one of ':is', ':contains', ':matches' and the like can stand here");
        }
        if (value != null) {
            return new MatchType.Value(relation(arguments, value));
        }
        if (count != null) {
            return new MatchType.Count(relation(arguments, count));
        }
        if (name == null) {
            return new MatchType.Is();
        }
        return switch (name) {
            case "contains" -> new MatchType.Contains();
            case "matches" -> new MatchType.Matches();
            case "regex" -> {
                need(arguments, "regex", Extension.REGEX);
                yield new MatchType.Regular();
            }
            case "list" -> {
                need(arguments, "list", Extension.EXTLISTS);
                yield new MatchType.Listed();
            }
            default -> new MatchType.Is();
        };
    }

    private static void need(Arguments arguments, String tag, Extension needed) {
        if (!arguments.has(needed)) {
            arguments.error(arguments.at(), "':" + tag + "' needs: require \"" + needed.capability() + "\";");
        }
    }

    private static Relation relation(Arguments arguments, Literal name) throws InvalidScript {
        Relation relation = Relation.named(name.value());
        if (relation == null) {
            throw arguments.fail(
                    name.at(), "'" + name.value() + "' is no relation: it can be gt, ge, lt, le, eq or ne");
        }
        return relation;
    }

    /** Takes the keys. */
    public Matching keys(Arguments arguments) throws InvalidScript {
        return with(arguments, arguments.strings("the texts to look for", this::wrong));
    }

    /** Makes use of keys that were taken otherwise. */
    public Matching with(Arguments arguments, List<Text> keys) throws InvalidScript {
        try {
            return Matching.of(type, collation, keys);
        } catch (RegexSyntaxException e) {
            // It has been noted for the key it stands in.
            throw arguments.fail("a regular expression is wrong: " + e.getMessage());
        }
    }

    private @Nullable String wrong(String key) {
        if (!(type instanceof MatchType.Regular)) {
            return null;
        }
        try {
            Regex.of(key, false, false);
            return null;
        } catch (RegexSyntaxException e) {
            return "'" + key + "' is no regular expression: " + e.getMessage();
        }
    }

    public MatchType type() {
        return type;
    }

    /** How texts are compared. */
    public Collation collation() {
        return collation;
    }
}
