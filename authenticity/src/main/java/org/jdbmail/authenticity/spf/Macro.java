package org.jdbmail.authenticity.spf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * A text with letters in it that stand for something of the transaction (RFC 7208 §7).
 *
 * @param pieces from left to right
 */
record Macro(List<Piece> pieces) {
    private static final int MOST_PARTS = 128;

    sealed interface Piece {}

    /** Itself. */
    record Literal(String text) implements Piece {}

    /**
     * What a letter stands for.
     *
     * @param letter in lower case
     * @param isEscaped whether it is written as in a URL
     * @param count how many parts from the right; 0 for all
     * @param isReversed whether the parts are turned round first
     * @param delimiters what parts are divided by
     */
    record Letter(char letter, boolean isEscaped, int count, boolean isReversed, String delimiters) implements Piece {
        // RFC 7208 §7.3
        private String expand(String value) {
            List<String> parts = new ArrayList<>();
            int from = 0;
            for (int i = 0; i < value.length(); i++) {
                if (delimiters.indexOf(value.charAt(i)) >= 0) {
                    parts.add(value.substring(from, i));
                    from = i + 1;
                }
            }
            parts.add(value.substring(from));
            if (isReversed) {
                Collections.reverse(parts);
            }
            int left = count == 0 ? 0 : Math.max(0, parts.size() - count);
            String text = String.join(".", parts.subList(left, parts.size()));
            return isEscaped ? escaped(text) : text;
        }
    }

    /** What letters stand for. */
    @FunctionalInterface
    interface Values {
        String of(char letter) throws SpfException;
    }

    Macro {
        pieces = List.copyOf(pieces);
    }

    /** A name of a domain. */
    static Macro domain(String text) throws SpfException {
        Macro macro = parse(text, false);
        if (text.isEmpty() || !macro.isDomain(text)) {
            throw SpfException.permanent("no name of a domain: " + text);
        }
        return macro;
    }

    /** Any text of a modifier that nobody knows. */
    static void check(String text) throws SpfException {
        parse(text, false);
    }

    /** A text for people, in which more letters are known, and spaces. */
    static Macro explanation(String text) throws SpfException {
        return parse(text, true);
    }

    private static Macro parse(String text, boolean isExplanation) throws SpfException {
        List<Piece> pieces = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c < ' ' || c > 126 || c == ' ' && !isExplanation) {
                throw SpfException.permanent("a character that may not be there");
            }
            if (c != '%') {
                literal.append(c);
                continue;
            }
            char next = ++at < text.length() ? text.charAt(at) : ' ';
            switch (next) {
                case '%' -> literal.append('%');
                case '_' -> literal.append(' ');
                case '-' -> literal.append("%20");
                case '{' -> {
                    int end = text.indexOf('}', at);
                    if (end < 0) {
                        throw SpfException.permanent("a macro without an end");
                    }
                    pieces.add(new Literal(literal.toString()));
                    literal.setLength(0);
                    pieces.add(letter(text.substring(at + 1, end), isExplanation));
                    at = end;
                }
                default -> throw SpfException.permanent("a % that means nothing");
            }
        }
        pieces.add(new Literal(literal.toString()));
        return new Macro(pieces);
    }

    private static Letter letter(String text, boolean isExplanation) throws SpfException {
        if (!text.matches("[A-Za-z][0-9]{0,9}[rR]?[-.+,/_=]*")) {
            throw SpfException.permanent("no macro: " + text);
        }
        char letter = Character.toLowerCase(text.charAt(0));
        if ("slodiphv".indexOf(letter) < 0 && !(isExplanation && "crt".indexOf(letter) >= 0)) {
            throw SpfException.permanent("an unknown macro: " + text);
        }
        int at = 1;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
            at++;
        }
        int count = at == 1 ? 0 : (int) Math.min(MOST_PARTS, Long.parseLong(text.substring(1, at)));
        if (at > 1 && count == 0) {
            throw SpfException.permanent("a macro of no parts");
        }
        boolean isReversed = at < text.length() && Character.toLowerCase(text.charAt(at)) == 'r';
        String delimiters = text.substring(isReversed ? at + 1 : at);
        return new Letter(
                letter,
                Character.isUpperCase(text.charAt(0)),
                count,
                isReversed,
                delimiters.isEmpty() ? "." : delimiters);
    }

    // RFC 7208 §7.1, domain-end: a top label that is not all digits, or a macro.
    private boolean isDomain(String text) {
        if (text.endsWith("}")
                && pieces.size() > 1
                && pieces.getLast() instanceof Literal(String last)
                && last.isEmpty()) {
            return true;
        }
        String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        int dot = name.lastIndexOf('.');
        String top = name.substring(dot + 1);
        return dot >= 0
                && top.matches("[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?")
                && !top.chars().allMatch(Character::isDigit);
    }

    /** The text with what the letters stand for. */
    String expand(Values values) throws SpfException {
        StringBuilder all = new StringBuilder();
        for (Piece piece : pieces) {
            switch (piece) {
                case Literal(String text) -> all.append(text);
                case Letter letter -> all.append(letter.expand(values.of(letter.letter)));
            }
        }
        return all.toString();
    }

    private static String escaped(String text) {
        StringBuilder all = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            // RFC 3986 §2.3
            boolean isPlain = c < 127 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0);
            all.append(isPlain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return all.toString();
    }

    /** The name that a text becomes in a question: what is too long loses labels on the left. */
    static String fitting(String expanded) {
        String name = expanded;
        while (name.length() > 253 && name.indexOf('.') >= 0) {
            name = name.substring(name.indexOf('.') + 1);
        }
        return name;
    }
}
