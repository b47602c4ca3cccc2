package org.jdbmail.sieve.syntax;

import org.jdbmail.sieve.syntax.Word.Kind;
import org.jspecify.annotations.Nullable;

/** Cuts a script into words (RFC 5228 §8.1). What can't be one is noted and passed over. */
final class Lexer {
    private final String text;
    private final Problems problems;
    private int at;
    private int line = 1;
    /** Index of the first character of the line, and how many of its characters before {@link #counted} are no column. */
    private int lineStart;

    private int counted;
    private int surplus;

    Lexer(String text, Problems problems) {
        this.text = text;
        this.problems = problems;
        // A byte order mark is no part of the script.
        if (text.startsWith("\ufeff")) {
            at = 1;
            lineStart = 1;
            counted = 1;
        }
    }

    /** The next word; {@link Kind#END} for ever at the end. */
    Word next() {
        while (true) {
            space();
            Position start = position();
            if (at >= text.length()) {
                return new Word(Kind.END, start, "", 0);
            }
            char c = text.charAt(at);
            Kind sign = sign(c);
            if (sign != null) {
                at++;
                return new Word(sign, start, "", 0);
            }
            if (c == '"') {
                return quoted(start);
            }
            if (isDigit(c)) {
                return number(start);
            }
            if (isLetter(c)) {
                String name = name();
                return name.equalsIgnoreCase("text") && at < text.length() && text.charAt(at) == ':'
                        ? multiLine(start)
                        : new Word(Kind.IDENTIFIER, start, name, 0);
            }
            if (c == ':' && at + 1 < text.length() && isLetter(text.charAt(at + 1))) {
                at++;
                return new Word(Kind.TAG, start, name(), 0);
            }
            strange(start);
        }
    }

    private static @Nullable Kind sign(char c) {
        return switch (c) {
            case ';' -> Kind.SEMICOLON;
            case ',' -> Kind.COMMA;
            case '(' -> Kind.OPEN_TESTS;
            case ')' -> Kind.CLOSE_TESTS;
            case '[' -> Kind.OPEN_LIST;
            case ']' -> Kind.CLOSE_LIST;
            case '{' -> Kind.OPEN_BLOCK;
            case '}' -> Kind.CLOSE_BLOCK;
            default -> null;
        };
    }

    /** Notes a run of characters that mean nothing, once. */
    private void strange(Position start) {
        int from = at;
        do {
            at += Character.charCount(text.codePointAt(at));
        } while (at < text.length() && isStrange(text.charAt(at)));
        int character = text.codePointAt(from);
        problems.error(
                start,
                character < ' ' || character == 127
                        ? "a control character can't stand here"
                        : "'" + Character.toString(character) + "' can't stand here, only in a string");
    }

    private static boolean isStrange(char c) {
        return !isLetter(c)
                && !isDigit(c)
                && sign(c) == null
                && c != '"'
                && c != ':'
                && c != '#'
                && c != '/'
                && !isSpace(c);
    }

    /** Passes white space and comments. */
    private void space() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n') {
                at++;
                newLine();
            } else if (isSpace(c)) {
                at++;
            } else if (c == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (c == '/' && text.startsWith("/*", at)) {
                comment();
            } else {
                return;
            }
        }
    }

    private void comment() {
        Position start = position();
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
            problems.error(start, "this comment has no end: '*/' is missing");
        }
        passTo(end < 0 ? text.length() : end + 2);
    }

    private void passTo(int end) {
        while (at < end) {
            if (text.charAt(at++) == '\n') {
                newLine();
            }
        }
    }

    private void newLine() {
        line++;
        lineStart = at;
        counted = at;
        surplus = 0;
    }

    private Position position() {
        while (counted < at) {
            if (Character.isLowSurrogate(text.charAt(counted))) {
                surplus++;
            }
            counted++;
        }
        return new Position(line, at - lineStart - surplus + 1);
    }

    private String name() {
        int start = at;
        while (at < text.length() && (isLetter(text.charAt(at)) || isDigit(text.charAt(at)))) {
            at++;
        }
        return text.substring(start, at);
    }

    /** RFC 5228 §2.4.1: digits and K, M or G. */
    private Word number(Position start) {
        long value = 0;
        boolean tooLarge = false;
        while (at < text.length() && isDigit(text.charAt(at))) {
            int digit = text.charAt(at++) - '0';
            tooLarge |= value > (Long.MAX_VALUE - digit) / 10;
            value = tooLarge ? 0 : value * 10 + digit;
        }
        String unit = name();
        int shift = unit.isEmpty() ? 0 : 10 * (1 + "KMG".indexOf(Character.toUpperCase(unit.charAt(0))));
        if (!unit.isEmpty() && (shift == 0 || unit.length() > 1)) {
            problems.error(start, "'" + unit + "' is no unit: a number may end in K, M or G");
            shift = 0;
        }
        if (tooLarge || value > Long.MAX_VALUE >> shift) {
            problems.error(start, "this number is too large");
            return new Word(Kind.NUMBER, start, "", 0);
        }
        return new Word(Kind.NUMBER, start, "", value << shift);
    }

    private Word quoted(Position start) {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return string(start, value);
            }
            if (c == '\\' && at < text.length()) {
                c = text.charAt(at++);
            }
            append(value, c);
        }
        problems.error(start, "this string has no end: '\"' is missing");
        return string(start, value);
    }

    /** RFC 5228 §2.1: lines end in CRLF; of scripts whose lines end in LF alone the strings get CRLF. */
    private void append(StringBuilder value, char c) {
        if (c == '\n') {
            if (value.isEmpty() || value.charAt(value.length() - 1) != '\r') {
                value.append('\r');
            }
            newLine();
        }
        value.append(c);
    }

    private Word multiLine(Position start) {
        at++;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t' || text.charAt(at) == '\r')) {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '#') {
            at = endOfLine();
        }
        if (at >= text.length() || text.charAt(at) != '\n') {
            problems.error(position(), "after 'text:' the line must end");
            return string(start, new StringBuilder());
        }
        at++;
        newLine();
        StringBuilder value = new StringBuilder();
        while (at < text.length()) {
            int end = endOfLine();
            String content = text.substring(at, end);
            content = content.endsWith("\r") ? content.substring(0, content.length() - 1) : content;
            at = Math.min(text.length(), end + 1);
            newLine();
            if (content.equals(".")) {
                return string(start, value);
            }
            value.append(
                            content.startsWith(".") && content.length() > 1 && content.charAt(1) == '.'
                                    ? content.substring(1)
                                    : content)
                    .append("\r\n");
        }
        problems.error(start, "this text has no end: a line with '.' alone is missing");
        return string(start, value);
    }

    private int endOfLine() {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }

    private Word string(Position start, StringBuilder value) {
        if (value.indexOf("\0") >= 0) {
            problems.error(start, "this string holds the character NUL, which no string may");
        }
        return new Word(Kind.STRING, start, value.toString(), 0);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }
}
