package org.jdbmail.testkit.transcript;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The text of a transcript's line with its variables and patterns: becomes bytes to send, or a pattern to expect.
 *
 * <p>All strings hold one byte in each char.
 *
 * @param parts the text in order
 */
record Template(List<Part> parts) {
    /** A part of a template. */
    sealed interface Part {}

    /** Text as it stands. */
    record Text(String text) implements Part {}

    /** <code>${name}</code>: a variable's value. */
    record Variable(String name) implements Part {}

    /** <code>${name.size}</code>: the number of bytes of a variable's value. */
    record Size(String name) implements Part {}

    /** <code>${name:regex}</code>: matches, and keeps what matched unless the name is empty. */
    record Capture(String name, String regex) implements Part {}

    /** {@code ...}: any text within a line. */
    record Anything() implements Part {}

    /** {@code ...} alone on a line of a block or as a whole literal: any text over any number of lines. */
    record AnyLines() implements Part {}

    /** <code>{"text"}</code>: a literal, with its size worked out. */
    record Literal(Template content, boolean nonSynchronizing) implements Part {}

    /**
     * A stretch to send.
     *
     * @param text the bytes
     * @param awaitsGoAhead whether the server has to answer with a continuation before the next stretch is sent
     */
    record Stretch(String text, boolean awaitsGoAhead) {}

    /** A variable that has no value, or a pattern where text is sent. */
    static final class BadTemplate extends RuntimeException {
        private static final long serialVersionUID = 1;

        BadTemplate(String message) {
            super(message);
        }
    }

    static Template of(String text) {
        return new Template(List.of(new Text(text)));
    }

    /** The text to send, cut where a synchronising literal makes the client wait. */
    List<Stretch> stretches(Map<String, String> variables) {
        List<Stretch> out = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Text(String text) -> current.append(text);
                case Variable(String name) -> current.append(value(name, variables));
                case Size(String name) -> current.append(value(name, variables).length());
                case Literal(Template content, boolean plus) -> {
                    String data = content.expand(variables);
                    current.append('{').append(data.length()).append(plus ? "+}\r\n" : "}\r\n");
                    if (!plus) {
                        out.add(new Stretch(current.toString(), true));
                        current.setLength(0);
                    }
                    current.append(data);
                }
                case Capture(String name, String regex) ->
                    throw new BadTemplate("${" + name + ":" + regex + "} can only be expected");
                case Anything() -> current.append("...");
                case AnyLines() -> current.append("...\r\n");
            }
        }
        out.add(new Stretch(current.toString(), false));
        return out;
    }

    /** The text with its variables filled in. */
    String expand(Map<String, String> variables) {
        StringBuilder out = new StringBuilder();
        stretches(variables).forEach(stretch -> out.append(stretch.text()));
        return out.toString();
    }

    /** The same as bytes. */
    byte[] bytes(Map<String, String> variables) {
        return expand(variables).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The pattern that an answer has to match as a whole. */
    Expectation expectation(Map<String, String> variables) {
        StringBuilder regex = new StringBuilder();
        List<String> names = new ArrayList<>();
        appendRegex(regex, names, variables);
        return new Expectation(Pattern.compile(regex.toString(), Pattern.DOTALL), names);
    }

    private void appendRegex(StringBuilder regex, List<String> names, Map<String, String> variables) {
        for (Part part : parts) {
            switch (part) {
                case Text(String text) -> regex.append(Pattern.quote(text));
                case Variable(String name) -> regex.append(Pattern.quote(value(name, variables)));
                case Size(String name) -> regex.append(value(name, variables).length());
                case Anything() -> regex.append("[^\\r\\n]*");
                case AnyLines() -> regex.append(".*");
                case Capture(String name, String expression) -> {
                    regex.append("(?<v")
                            .append(names.size())
                            .append('>')
                            .append(expression)
                            .append(')');
                    names.add(name);
                }
                case Literal(Template content, boolean plus) -> {
                    if (content.isFixed()) {
                        regex.append("\\{").append(content.expand(variables).length());
                    } else {
                        regex.append("\\{\\d+");
                    }
                    regex.append(plus ? "\\+\\}\\r\\n" : "\\}\\r\\n");
                    content.appendRegex(regex, names, variables);
                }
            }
        }
    }

    private boolean isFixed() {
        return parts.stream().noneMatch(p -> p instanceof Capture || p instanceof Anything || p instanceof AnyLines);
    }

    private static String value(String name, Map<String, String> variables) {
        String value = variables.get(name);
        if (value == null) {
            throw new BadTemplate("the variable " + name + " has no value");
        }
        return value;
    }

    /**
     * A compiled pattern.
     *
     * @param pattern what has to match
     * @param names the variable of each group {@code v0}, {@code v1}, …; empty names are not kept
     */
    record Expectation(Pattern pattern, List<String> names) {}
}
