package org.jdbmail.sieve.match.regex;

import java.util.ArrayList;
import java.util.List;

/** A set of characters: ranges and classes, perhaps all but these. */
final class CharacterSet {
    /** Every character; a line end too, since values of header fields and parts of messages have several lines. */
    static final CharacterSet ANY = new CharacterSet().range(0, Character.MAX_CODE_POINT);

    private final List<int[]> ranges = new ArrayList<>(1);
    private boolean negated;

    CharacterSet range(int from, int to) {
        ranges.add(new int[] {from, to});
        return this;
    }

    CharacterSet all(CharacterSet other) {
        if (!other.negated) {
            ranges.addAll(other.ranges);
            return this;
        }
        int next = 0;
        List<int[]> sorted = new ArrayList<>(other.ranges);
        sorted.sort((a, b) -> Integer.compare(a[0], b[0]));
        for (int[] range : sorted) {
            if (range[0] > next) {
                range(next, range[0] - 1);
            }
            next = Math.max(next, range[1] + 1);
        }
        return next <= Character.MAX_CODE_POINT ? range(next, Character.MAX_CODE_POINT) : this;
    }

    CharacterSet negate() {
        negated = !negated;
        return this;
    }

    boolean has(int character) {
        for (int[] range : ranges) {
            if (character >= range[0] && character <= range[1]) {
                return !negated;
            }
        }
        return negated;
    }

    /** Whether a character, or the same letter in the other case, is in the set. */
    boolean has(int character, Case letters) {
        return switch (letters) {
            case EXACT -> has(character);
            case ASCII -> isAsciiLetter(character) ? has(character | 0x20) || has(character & ~0x20) : has(character);
            case UNICODE ->
                has(character) || has(Character.toLowerCase(character)) || has(Character.toUpperCase(character));
        };
    }

    private static boolean isAsciiLetter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    /** The class that a letter after a backslash names. */
    static CharacterSet shorthand(char letter) {
        return switch (letter) {
            case 'd' -> named("digit");
            case 's' -> named("space");
            case 'w' -> named("alnum").range('_', '_');
            case 'D' -> shorthand('d').negate();
            case 'S' -> shorthand('s').negate();
            default -> shorthand('w').negate();
        };
    }

    /** A class of POSIX, in ASCII; empty if there is none of that name. */
    static CharacterSet named(String name) {
        CharacterSet set = new CharacterSet();
        return switch (name) {
            case "alpha" -> set.range('a', 'z').range('A', 'Z');
            case "digit" -> set.range('0', '9');
            case "alnum" -> set.range('a', 'z').range('A', 'Z').range('0', '9');
            case "upper" -> set.range('A', 'Z');
            case "lower" -> set.range('a', 'z');
            case "space" -> set.range(' ', ' ').range('\t', '\r');
            case "blank" -> set.range(' ', ' ').range('\t', '\t');
            case "punct" -> set.range('!', '/').range(':', '@').range('[', '`').range('{', '~');
            case "print" -> set.range(' ', '~');
            case "graph" -> set.range('!', '~');
            case "cntrl" -> set.range(0, 31).range(127, 127);
            case "xdigit" -> set.range('0', '9').range('a', 'f').range('A', 'F');
            default -> set;
        };
    }

    boolean isEmpty() {
        return ranges.isEmpty() && !negated;
    }

    /** Which letters are the same. */
    enum Case {
        EXACT,
        ASCII,
        UNICODE
    }
}
