package org.jdbmail.authenticity.field;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A list of tags with values, as in signatures and records of keys and policies (RFC 6376 §3.2): {@code a=b; c=d}. Names of tags are
 * compared as they are written.
 */
public final class TagList {
    private static final int LONGEST = 64 * 1024;
    private static final int MOST = 200;

    /** Where a value lies in the text. */
    private record Span(int from, int to) {}

    private final String text;
    private final Map<String, Span> spans;

    private TagList(String text, Map<String, Span> spans) {
        this.text = text;
        this.spans = spans;
    }

    /** A list that can't be read, and why. */
    public static final class SyntaxException extends Exception {
        private static final long serialVersionUID = 1L;

        SyntaxException(String why) {
            super(why);
        }
    }

    /** Reads one. */
    public static TagList of(String text) throws SyntaxException {
        if (text.length() > LONGEST) {
            throw new SyntaxException("too long");
        }
        Map<String, Span> spans = new LinkedHashMap<>();
        int at = 0;
        while (at < text.length()) {
            int semicolon = text.indexOf(';', at);
            int end = semicolon < 0 ? text.length() : semicolon;
            int equals = text.indexOf('=', at);
            if (equals < 0 || equals >= end) {
                // The last semicolon may have nothing but white space behind it.
                if (semicolon < 0 && !spans.isEmpty() && text.substring(at, end).isBlank()) {
                    break;
                }
                throw new SyntaxException("a tag without a value");
            }
            String name = strip(text.substring(at, equals));
            if (!isName(name)) {
                throw new SyntaxException("no name of a tag");
            }
            if (spans.put(name, new Span(equals + 1, end)) != null) {
                throw new SyntaxException("the tag " + name + "= twice");
            }
            if (spans.size() > MOST) {
                throw new SyntaxException("too many tags");
            }
            at = end + 1;
        }
        return new TagList(text, spans);
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.chars()
                        .allMatch(
                                c -> c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_');
    }

    /** Without white space and line ends around it. */
    private static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    /** The value of a tag without white space around it. */
    public Optional<String> value(String tag) {
        Span span = spans.get(tag);
        return span == null ? Optional.empty() : Optional.of(strip(text.substring(span.from, span.to)));
    }

    /** The value of a tag without any white space, as of those that may be folded anywhere. */
    public Optional<String> unfolded(String tag) {
        return value(tag).map(TagList::withoutSpace);
    }

    private static String withoutSpace(String text) {
        StringBuilder all = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (!isSpace(text.charAt(i))) {
                all.append(text.charAt(i));
            }
        }
        return all.toString();
    }

    /** Whether there is a tag. */
    public boolean has(String tag) {
        return spans.containsKey(tag);
    }

    /** The first tag; empty in an empty list. */
    public String first() {
        return spans.isEmpty() ? "" : spans.keySet().iterator().next();
    }

    /** The whole text with nothing for the value of a tag (RFC 6376 §3.5, of {@code b=}). */
    public String without(String tag) {
        Span span = spans.get(tag);
        return span == null ? text : text.substring(0, span.from) + text.substring(span.to);
    }
}
