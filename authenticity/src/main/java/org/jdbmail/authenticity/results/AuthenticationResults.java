package org.jdbmail.authenticity.results;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jdbmail.authenticity.field.RawField;

/**
 * What was found out about a message, as one field tells it.
 *
 * @param id who tells
 * @param methods what was looked at; none for nothing
 */
public record AuthenticationResults(String id, List<Method> methods) {
    /** The name of the field. */
    public static final String FIELD = "Authentication-Results";

    private static final int LINE = 76;
    private static final int LONGEST_VALUE = 400;

    /**
     * One thing that was looked at.
     *
     * @param name of the method
     * @param result what came of it
     * @param comment what else is to be known, for people; may be empty
     * @param reason why; may be empty
     * @param properties of what
     */
    public record Method(String name, String result, String comment, String reason, List<Property> properties) {
        /** Copies the list. */
        public Method {
            properties = List.copyOf(properties);
        }
    }

    /**
     * Something of the message.
     *
     * @param type where it stood: smtp, header, body or policy
     * @param name which it was
     * @param value what it was
     */
    public record Property(String type, String name, String value) {}

    /** Copies the list. */
    public AuthenticationResults {
        methods = List.copyOf(methods);
    }

    /** As a field. */
    public RawField field() {
        return RawField.of(FIELD + ": " + value());
    }

    /** As the value of a field, folded, each octet the character of its number. */
    public String value() {
        return new String(text().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** As the value of a field, folded. */
    public String text() {
        StringBuilder all = new StringBuilder(word(id));
        if (methods.isEmpty()) {
            all.append("; none");
        }
        for (Method method : methods) {
            all.append(";\r\n\t");
            StringBuilder line = new StringBuilder(method.name() + "=" + method.result());
            if (!method.comment().isEmpty()) {
                add(all, line, "(" + comment(method.comment()) + ")");
            }
            if (!method.reason().isEmpty()) {
                add(all, line, "reason=" + quoted(method.reason()));
            }
            for (Property each : method.properties()) {
                add(all, line, each.type() + "." + each.name() + "=" + propertyValue(each.value()));
            }
            all.append(line);
        }
        return all.toString();
    }

    private static void add(StringBuilder all, StringBuilder line, String text) {
        if (line.length() + 1 + text.length() > LINE) {
            all.append(line).append("\r\n\t");
            line.setLength(0);
            line.append(' ');
        } else {
            line.append(' ');
        }
        line.append(text);
    }

    // RFC 2045 §5.1, token
    private static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 127 && "()<>@,;:\\\"/[]?=".indexOf(c) < 0);
    }

    private static String word(String text) {
        return isToken(text) ? text : quoted(text);
    }

    // RFC 8601 §2.2, pvalue: an address needs no quotes.
    private static String propertyValue(String text) {
        int at = text.lastIndexOf('@');
        boolean isAddress = at >= 0 && isToken(text.substring(at + 1)) && (at == 0 || isToken(text.substring(0, at)));
        return isAddress && text.length() <= LONGEST_VALUE ? text : word(text);
    }

    private static String quoted(String text) {
        StringBuilder all = new StringBuilder("\"");
        for (int i = 0; i < Math.min(text.length(), LONGEST_VALUE); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                all.append('\\');
            }
            all.append(Character.isISOControl(c) ? '?' : c);
        }
        return all.append('"').toString();
    }

    private static String comment(String text) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), LONGEST_VALUE); i++) {
            char c = text.charAt(i);
            all.append(Character.isISOControl(c) || c > 126 || c == '\\' || c == '(' || c == ')' ? '?' : c);
        }
        return all.toString();
    }
}
