package org.jdbmail.webd.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON (RFC 8259) as values of Java: {@code Map}, {@code List}, {@code String}, {@code Long}, {@code Double}, {@code Boolean}
 * and null.
 */
public final class Json {
    /** Objects and lists in each other. */
    private static final int MOST_DEPTH = 20;

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static @Nullable Object read(String text) {
        Json json = new Json(text);
        Object value = json.value(0);
        json.blanks();
        if (json.at < text.length()) {
            throw json.wrong();
        }
        return value;
    }

    private IllegalArgumentException wrong() {
        return new IllegalArgumentException("no JSON at " + at);
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char next() {
        if (at >= text.length()) {
            throw wrong();
        }
        return text.charAt(at);
    }

    private @Nullable Object value(int depth) {
        if (depth > MOST_DEPTH) {
            throw wrong();
        }
        blanks();
        char c = next();
        if (c == '{') {
            return object(depth);
        }
        if (c == '[') {
            return list(depth);
        }
        if (c == '"') {
            return string();
        }
        if (c == '-' || c >= '0' && c <= '9') {
            return number();
        }
        for (String word : List.of("true", "false", "null")) {
            if (text.startsWith(word, at)) {
                at += word.length();
                return word.equals("null") ? null : word.equals("true");
            }
        }
        throw wrong();
    }

    private Map<String, @Nullable Object> object(int depth) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        at++;
        blanks();
        if (next() == '}') {
            at++;
            return object;
        }
        while (true) {
            blanks();
            if (next() != '"') {
                throw wrong();
            }
            String name = string();
            blanks();
            if (next() != ':') {
                throw wrong();
            }
            at++;
            Object value = value(depth + 1);
            // RFC 8259 §4: what two of one name mean is nobody's to guess.
            if (object.containsKey(name)) {
                throw wrong();
            }
            object.put(name, value);
            blanks();
            char c = next();
            at++;
            if (c == '}') {
                return object;
            }
            if (c != ',') {
                throw wrong();
            }
        }
    }

    private List<@Nullable Object> list(int depth) {
        List<@Nullable Object> list = new ArrayList<>();
        at++;
        blanks();
        if (next() == ']') {
            at++;
            return list;
        }
        while (true) {
            list.add(value(depth + 1));
            blanks();
            char c = next();
            at++;
            if (c == ']') {
                return list;
            }
            if (c != ',') {
                throw wrong();
            }
        }
    }

    private String string() {
        StringBuilder string = new StringBuilder();
        at++;
        while (true) {
            char c = next();
            at++;
            if (c == '"') {
                return string.toString();
            }
            if (c < ' ') {
                throw wrong();
            }
            string.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() {
        char c = next();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                if (at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
                    throw wrong();
                }
                at += 4;
                char made = (char) Integer.parseInt(text.substring(at - 4, at), 16);
                if (made == 0) {
                    throw wrong(); // RFC 8259 §9: a limit on characters; not every database keeps this one
                }
                yield made;
            }
            default -> throw wrong();
        };
    }

    private Object number() {
        int from = at;
        while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String number = text.substring(from, at);
        if (number.matches("-?(0|[1-9][0-9]{0,17})")) {
            return Long.valueOf(number);
        }
        if (!number.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
            throw wrong();
        }
        return Double.valueOf(number);
    }

    /** Writes a value. @throws IllegalArgumentException for one of another class */
    public static String write(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(@Nullable Object value, StringBuilder out) {
        if (value == null
                || value instanceof Boolean
                || value instanceof Long
                || value instanceof Integer
                || value instanceof Double) {
            out.append(value);
        } else if (value instanceof String text) {
            out.append(JsonText.of(text));
        } else if (value instanceof Map<?, ?> object) {
            out.append('{');
            String before = "";
            for (Map.Entry<?, ?> entry : object.entrySet()) {
                out.append(before)
                        .append(JsonText.of(String.valueOf(entry.getKey())))
                        .append(':');
                write(entry.getValue(), out);
                before = ",";
            }
            out.append('}');
        } else if (value instanceof List<?> list) {
            out.append('[');
            String before = "";
            for (Object one : list) {
                out.append(before);
                write(one, out);
                before = ",";
            }
            out.append(']');
        } else {
            throw new IllegalArgumentException("no JSON: " + value.getClass());
        }
    }
}
