package org.jdbmail.sieve.match.regex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jdbmail.sieve.match.regex.Program.Step;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression. It follows all ways through the expression at once, one character of the text after the other, so
 * that no expression takes more time than its length for each character. Of the matches it gives the leftmost, and of these
 * the one that Perl would find.
 */
public final class Regex {
    private final Step[] steps;
    private final int slots;
    private final CharacterSet.Case letters;
    private final Start start;

    private Regex(Step[] steps, int groups, CharacterSet.Case letters) {
        this.steps = steps;
        this.start = Start.of(steps);
        this.slots = 2 * (groups + 1);
        this.letters = letters;
    }

    /**
     * Reads an expression.
     *
     * @param asciiCaseless letters of ASCII match in both cases
     * @param caseless all letters do
     */
    public static Regex of(String text, boolean asciiCaseless, boolean caseless) throws RegexSyntaxException {
        RegexParser parser = new RegexParser(text);
        Piece piece = parser.parse();
        CharacterSet.Case letters = caseless
                ? CharacterSet.Case.UNICODE
                : asciiCaseless || parser.caseless() ? CharacterSet.Case.ASCII : CharacterSet.Case.EXACT;
        return new Regex(Program.of(piece), parser.groups(), letters);
    }

    /** Ways that are followed at the same time: each step once, the preferred ones first, with where its groups are. */
    private static final class Ways {
        final int[] steps;
        final int[][] groups;
        final int[] seen;
        int size;
        int generation;

        Ways(int length) {
            steps = new int[length];
            groups = new int[length][];
            seen = new int[length];
        }

        void clear() {
            size = 0;
            generation++;
        }
    }

    /**
     * The leftmost match in a text: the text of the match and of each group, empty for those that took no part.
     *
     * @return null if there is none
     */
    public @Nullable List<String> find(String text, Meter meter) {
        Ways now = new Ways(steps.length);
        Ways next = new Ways(steps.length);
        now.clear();
        int[] found = null;
        for (int at = 0; ; ) {
            int c = at < text.length() ? text.codePointAt(at) : -1;
            if (found == null && start.canBe(c, at, letters)) {
                int[] none = new int[slots];
                Arrays.fill(none, -1);
                follow(now, 0, none, text, at);
            }
            meter.spend(1 + now.size);
            next.clear();
            int after = at + (c < 0 ? 0 : Character.charCount(c));
            for (int i = 0; i < now.size; i++) {
                int step = now.steps[i];
                if (steps[step] instanceof Step.Match) {
                    // What is less preferred than a match is given up.
                    found = now.groups[i];
                    break;
                }
                if (c >= 0 && steps[step] instanceof Step.Take(CharacterSet set) && set.has(c, letters)) {
                    follow(next, step + 1, now.groups[i], text, after);
                }
            }
            Ways old = now;
            now = next;
            next = old;
            if (c < 0 || now.size == 0 && (found != null || start.onlyFirst())) {
                return found == null ? null : texts(text, found);
            }
            at = after;
        }
    }

    /** Adds the ways from a step on up to where each of them takes a character. */
    private void follow(Ways ways, int start, int[] groups, String text, int at) {
        int[] stack = new int[8];
        int[][] saved = new int[8][];
        int size = 1;
        stack[0] = start;
        saved[0] = groups;
        while (size > 0) {
            size--;
            int step = stack[size];
            int[] slotsHere = saved[size];
            if (ways.seen[step] == ways.generation) {
                continue;
            }
            ways.seen[step] = ways.generation;
            if (size + 2 >= stack.length) {
                stack = Arrays.copyOf(stack, 2 * stack.length);
                saved = Arrays.copyOf(saved, stack.length);
            }
            switch (steps[step]) {
                case Step.Take _, Step.Match() -> {
                    ways.steps[ways.size] = step;
                    ways.groups[ways.size++] = slotsHere;
                }
                case Step.Jump(int to) -> {
                    stack[size] = to;
                    saved[size++] = slotsHere;
                }
                case Step.Split(int first, int second) -> {
                    stack[size] = second;
                    saved[size++] = slotsHere;
                    stack[size] = first;
                    saved[size++] = slotsHere;
                }
                case Step.Save(int slot) -> {
                    int[] copy = slotsHere.clone();
                    copy[slot] = at;
                    stack[size] = step + 1;
                    saved[size++] = copy;
                }
                case Step.At(Piece.Place place) -> {
                    if (isAt(place, text, at)) {
                        stack[size] = step + 1;
                        saved[size++] = slotsHere;
                    }
                }
            }
        }
    }

    private static boolean isAt(Piece.Place place, String text, int at) {
        return switch (place) {
            case TEXT_START -> at == 0;
            case TEXT_END -> at == text.length();
            case WORD_EDGE -> isWord(text, at - 1) != isWord(text, at);
            case NO_WORD_EDGE -> isWord(text, at - 1) == isWord(text, at);
        };
    }

    private static boolean isWord(String text, int at) {
        if (at < 0 || at >= text.length()) {
            return false;
        }
        char c = text.charAt(at);
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
    }

    private static List<String> texts(String text, int[] found) {
        List<String> texts = new ArrayList<>(found.length / 2);
        for (int i = 0; i < found.length; i += 2) {
            texts.add(found[i] < 0 || found[i + 1] < 0 ? "" : text.substring(found[i], found[i + 1]));
        }
        return texts;
    }
}
