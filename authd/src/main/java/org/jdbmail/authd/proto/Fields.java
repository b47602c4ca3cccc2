package org.jdbmail.authd.proto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/** A line is fields with a tab between each two; what would end a field or the line is escaped by an octet 1. */
final class Fields {
    private static final char ESCAPE = 1;

    private Fields() {}

    /** The fields of a line. What an escape stands for that nobody knows is the character itself. */
    static List<String> split(byte[] line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        String text = new String(line, UTF_8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\t') {
                fields.add(field.toString());
                field.setLength(0);
            } else if (c == ESCAPE && i + 1 < text.length()) {
                field.append(unescaped(text.charAt(++i)));
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }

    private static char unescaped(char c) {
        return switch (c) {
            case '0' -> '\0';
            case '1' -> ESCAPE;
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'n' -> '\n';
            default -> c;
        };
    }

    /** A value as it may stand in a field. */
    static String escaped(String value) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\0' -> text.append(ESCAPE).append('0');
                case ESCAPE -> text.append(ESCAPE).append('1');
                case '\t' -> text.append(ESCAPE).append('t');
                case '\r' -> text.append(ESCAPE).append('r');
                case '\n' -> text.append(ESCAPE).append('n');
                default -> text.append(c);
            }
        }
        return text.toString();
    }
}
