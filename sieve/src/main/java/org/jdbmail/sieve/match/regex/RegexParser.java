package org.jdbmail.sieve.match.regex;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads a regular expression: POSIX's extended ones, with what scripts use of Perl's beside them: {@code \d \s \w \D \S \W
 * \b \B}, groups without a number, lazy repetition, and {@code (?i)} at the start. Back-references are refused, since no
 * matcher of linear time has them.
 */
final class RegexParser {
    private static final int DEEPEST = 50;
    private static final int MOST_REPEATS = 1_000;

    private final String text;
    private int at;
    private int groups;
    private boolean caseless;

    RegexParser(String text) {
        this.text = text;
    }

    Piece parse() throws RegexSyntaxException {
        if (text.startsWith("(?i)")) {
            caseless = true;
            at = 4;
        }
        Piece piece = choice(0);
        if (at < text.length()) {
            throw new RegexSyntaxException("')' closes nothing");
        }
        return piece;
    }

    /** Whether the expression asks for letters of both cases. */
    boolean caseless() {
        return caseless;
    }

    int groups() {
        return groups;
    }

    private Piece choice(int depth) throws RegexSyntaxException {
        if (depth > DEEPEST) {
            throw new RegexSyntaxException("more than " + DEEPEST + " groups inside each other");
        }
        List<Piece> alternatives = new ArrayList<>();
        alternatives.add(sequence(depth));
        while (at < text.length() && text.charAt(at) == '|') {
            at++;
            alternatives.add(sequence(depth));
        }
        return alternatives.size() == 1 ? alternatives.getFirst() : new Piece.Choice(alternatives);
    }

    private Piece sequence(int depth) throws RegexSyntaxException {
        List<Piece> pieces = new ArrayList<>();
        while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
            pieces.add(repeated(one(depth)));
        }
        return pieces.size() == 1 ? pieces.getFirst() : new Piece.Sequence(pieces);
    }

    private Piece repeated(Piece piece) throws RegexSyntaxException {
        Piece result = piece;
        for (int times = 0; at < text.length(); times++) {
            int least;
            int most;
            switch (text.charAt(at)) {
                case '*' -> {
                    least = 0;
                    most = -1;
                }
                case '+' -> {
                    least = 1;
                    most = -1;
                }
                case '?' -> {
                    least = 0;
                    most = 1;
                }
                case '{' -> {
                    int[] bounds = bounds();
                    if (bounds.length == 0) {
                        return result;
                    }
                    least = bounds[0];
                    most = bounds[1];
                }
                default -> {
                    return result;
                }
            }
            if (times == DEEPEST) {
                throw new RegexSyntaxException("too many repetitions of repetitions");
            }
            at++;
            boolean lazy = at < text.length() && text.charAt(at) == '?';
            at += lazy ? 1 : 0;
            result = new Piece.Repeat(result, least, most, !lazy);
        }
        return result;
    }

    /** What stands in braces, which are passed but for the last; nothing if it isn't a repetition. */
    private int[] bounds() throws RegexSyntaxException {
        int close = text.indexOf('}', at);
        if (close < 0) {
            throw new RegexSyntaxException("'}' is missing");
        }
        String[] numbers = text.substring(at + 1, close).split(",", -1);
        if (numbers.length > 2 || numbers[0].isEmpty()) {
            throw new RegexSyntaxException("'" + text.substring(at, close + 1) + "' is no repetition");
        }
        int least = number(numbers[0]);
        int most = numbers.length == 1 ? least : numbers[1].isEmpty() ? -1 : number(numbers[1]);
        if (most >= 0 && most < least) {
            throw new RegexSyntaxException("'" + text.substring(at, close + 1) + "' ends before it starts");
        }
        at = close;
        return new int[] {least, most};
    }

    private static int number(String digits) throws RegexSyntaxException {
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '9') || digits.length() > 4) {
            throw new RegexSyntaxException("'" + digits + "' is no number of repetitions");
        }
        int number = Integer.parseInt(digits);
        if (number > MOST_REPEATS) {
            throw new RegexSyntaxException("more than " + MOST_REPEATS + " repetitions");
        }
        return number;
    }

    private Piece one(int depth) throws RegexSyntaxException {
        int c = text.codePointAt(at);
        at += Character.charCount(c);
        return switch (c) {
            case '.' -> new Piece.One(CharacterSet.ANY);
            case '^' -> new Piece.Assertion(Piece.Place.TEXT_START);
            case '$' -> new Piece.Assertion(Piece.Place.TEXT_END);
            case '[' -> new Piece.One(brackets());
            case '(' -> group(depth);
            case '\\' -> escape();
            case '*', '+', '?' -> throw new RegexSyntaxException("'" + (char) c + "' has nothing before it to repeat");
            default -> new Piece.One(new CharacterSet().range(c, c));
        };
    }

    private Piece group(int depth) throws RegexSyntaxException {
        boolean counted = true;
        if (at < text.length() && text.charAt(at) == '?') {
            if (!text.startsWith("?:", at)) {
                throw new RegexSyntaxException(
                        "of groups that begin with '(?' only '(?:' is known, and '(?i)' at the start");
            }
            at += 2;
            counted = false;
        }
        int number = counted ? ++groups : 0;
        Piece inside = choice(depth + 1);
        if (at >= text.length()) {
            throw new RegexSyntaxException("')' is missing");
        }
        at++;
        return counted ? new Piece.Group(number, inside) : inside;
    }

    private Piece escape() throws RegexSyntaxException {
        if (at >= text.length()) {
            throw new RegexSyntaxException("it ends in a single '\\'");
        }
        int c = text.codePointAt(at);
        at += Character.charCount(c);
        return switch (c) {
            case 'd', 's', 'w', 'D', 'S', 'W' -> new Piece.One(CharacterSet.shorthand((char) c));
            case 'b' -> new Piece.Assertion(Piece.Place.WORD_EDGE);
            case 'B' -> new Piece.Assertion(Piece.Place.NO_WORD_EDGE);
            case 'A' -> new Piece.Assertion(Piece.Place.TEXT_START);
            case 'z', 'Z' -> new Piece.Assertion(Piece.Place.TEXT_END);
            default -> new Piece.One(literal(c));
        };
    }

    private static CharacterSet literal(int c) throws RegexSyntaxException {
        int meant = switch (c) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 'f' -> '\f';
            default -> {
                if (c >= '0' && c <= '9') {
                    throw new RegexSyntaxException("back-references ('\\" + (char) c + "') are not supported");
                }
                if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
                    throw new RegexSyntaxException("'\\" + (char) c + "' is not known");
                }
                yield c;
            }
        };
        return new CharacterSet().range(meant, meant);
    }

    /** A set in brackets, after the opening one. */
    private CharacterSet brackets() throws RegexSyntaxException {
        CharacterSet set = new CharacterSet();
        boolean negated = at < text.length() && text.charAt(at) == '^';
        at += negated ? 1 : 0;
        for (boolean first = true; ; first = false) {
            if (at >= text.length()) {
                throw new RegexSyntaxException("']' is missing");
            }
            if (text.charAt(at) == ']' && !first) {
                at++;
                return negated ? set.negate() : set;
            }
            if (text.startsWith("[:", at)) {
                set.all(posixClass());
                continue;
            }
            if (text.charAt(at) == '\\' && at + 1 < text.length() && "dswDSW".indexOf(text.charAt(at + 1)) >= 0) {
                set.all(CharacterSet.shorthand(text.charAt(at + 1)));
                at += 2;
                continue;
            }
            int from = member();
            int to = from;
            if (at + 1 < text.length() && text.charAt(at) == '-' && text.charAt(at + 1) != ']') {
                at++;
                to = member();
            }
            if (to < from) {
                throw new RegexSyntaxException("a range in brackets ends before it starts");
            }
            set.range(from, to);
        }
    }

    private CharacterSet posixClass() throws RegexSyntaxException {
        int end = text.indexOf(":]", at);
        String name = end < 0 ? "" : text.substring(at + 2, end);
        CharacterSet set = CharacterSet.named(name);
        if (set.isEmpty()) {
            throw new RegexSyntaxException("'[:" + name + ":]' is no class of characters");
        }
        at = end + 2;
        return set;
    }

    /** One character of a set. POSIX takes a backslash as itself, Perl as an escape: it is one before what needs it. */
    private int member() {
        int c = text.codePointAt(at);
        at += Character.charCount(c);
        if (c != '\\' || at >= text.length()) {
            return c;
        }
        char next = text.charAt(at);
        int meant = switch (next) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 'f' -> '\f';
            case '\\', '[', '-', '^', '.', '$', '/', '*', '+', '?', '(', ')', '{', '}', '|', '"', '\'', '@' -> next;
            default -> -1;
        };
        // "[^\]" ends at its bracket if no other follows.
        if (next == ']' && text.indexOf(']', at + 1) >= 0) {
            meant = ']';
        }
        at += meant < 0 ? 0 : 1;
        return meant < 0 ? c : meant;
    }
}
