package org.jdbmail.sieve.message;

import java.util.ArrayList;
import java.util.List;
import org.jdbmail.mime.charset.MailCharsets;
import org.jdbmail.mime.field.HeaderText;
import org.jspecify.annotations.Nullable;

/** A structured MIME field (RFC 2045 §5, RFC 2183): a word, perhaps a second one, and parameters, decoded (RFC 2231). */
public final class MimeField {
    private static final int MOST_PARAMETERS = 100;

    private final String type;
    private final String subtype;
    private final List<String[]> parameters;

    private MimeField(String type, String subtype, List<String[]> parameters) {
        this.type = type;
        this.subtype = subtype;
        this.parameters = parameters;
    }

    /** Reads a field's value. What can't be read is empty. */
    public static MimeField of(Field field) {
        Reader in = new Reader(field.value().unfolded());
        String type = in.token();
        String subtype = in.take('/') ? in.token() : "";
        List<String[]> parameters = new ArrayList<>();
        while (in.toParameter() && parameters.size() < MOST_PARAMETERS) {
            String name = in.token();
            if (!name.isEmpty() && in.take('=')) {
                parameters.add(new String[] {Field.lower(name), in.value()});
            }
        }
        return new MimeField(type, subtype, parameters);
    }

    public String type() {
        return type;
    }

    public String subtype() {
        return subtype;
    }

    /** A parameter's value, put together and decoded; null if it isn't there. */
    public @Nullable String parameter(String name) {
        String key = Field.lower(name);
        StringBuilder joined = new StringBuilder();
        boolean extended = false;
        for (String[] parameter : parameters) {
            if (parameter[0].equals(key)) {
                return utf8(parameter[1]);
            }
        }
        // RFC 2231 §3, §4: name*0, name*1*, or name* alone.
        boolean found = false;
        for (int section = 0; section < MOST_PARAMETERS; section++) {
            String plain = find(key + '*' + section);
            String encoded = find(key + '*' + section + '*');
            if (section == 0 && plain == null && encoded == null) {
                encoded = find(key + '*');
            }
            if (plain == null && encoded == null) {
                break;
            }
            found = true;
            extended |= encoded != null && section == 0;
            joined.append(encoded == null ? escape(plain) : encoded);
        }
        return found ? decode(joined.toString(), extended) : null;
    }

    private @Nullable String find(String key) {
        for (String[] parameter : parameters) {
            if (parameter[0].equals(key)) {
                return parameter[1];
            }
        }
        return null;
    }

    private static String escape(@Nullable String plain) {
        return plain == null ? "" : plain.replace("%", "%25");
    }

    private static String utf8(String bytes) {
        return HeaderText.decode(bytes);
    }

    private static String decode(String text, boolean extended) {
        int first = extended ? text.indexOf('\'') : -1;
        int second = first < 0 ? -1 : text.indexOf('\'', first + 1);
        String charset = second < 0 ? "utf-8" : text.substring(0, first);
        String encoded = second < 0 ? text : text.substring(second + 1);
        byte[] bytes = new byte[encoded.length()];
        int length = 0;
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            int value = c == '%' && i + 2 < encoded.length() ? hex(encoded, i + 1) : -1;
            bytes[length++] = (byte) (value < 0 ? c : value);
            i += value < 0 ? 0 : 2;
        }
        return MailCharsets.decode(bytes, 0, length, MailCharsets.find(charset));
    }

    private static int hex(String text, int at) {
        int high = Character.digit(text.charAt(at), 16);
        int low = at + 1 < text.length() ? Character.digit(text.charAt(at + 1), 16) : -1;
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    /** Reads words of a field's value. */
    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        private void space() {
            int level = 0;
            while (at < text.length()) {
                char c = text.charAt(at);
                if (c == '(') {
                    level++;
                } else if (c == ')' && level > 0) {
                    level--;
                } else if (c == '\\' && level > 0) {
                    at++;
                } else if (level == 0 && c != ' ' && c != '\t') {
                    return;
                }
                at++;
            }
            at = text.length();
        }

        boolean take(char wanted) {
            space();
            if (at < text.length() && text.charAt(at) == wanted) {
                at++;
                return true;
            }
            return false;
        }

        /** Goes behind the next semicolon. */
        boolean toParameter() {
            while (true) {
                space();
                if (at >= text.length()) {
                    return false;
                }
                char c = text.charAt(at);
                if (c == '"') {
                    value();
                } else {
                    at++;
                }
                if (c == ';') {
                    return true;
                }
            }
        }

        String token() {
            space();
            int start = at;
            while (at < text.length() && text.charAt(at) > ' ' && "()<>@,;:\\\"/[]?=".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(start, at);
        }

        String value() {
            space();
            if (at >= text.length() || text.charAt(at) != '"') {
                int start = at;
                while (at < text.length() && text.charAt(at) > ' ' && text.charAt(at) != ';') {
                    at++;
                }
                return text.substring(start, at);
            }
            StringBuilder value = new StringBuilder();
            for (at++; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '"') {
                    at++;
                    break;
                }
                if (c == '\\' && at + 1 < text.length()) {
                    c = text.charAt(++at);
                }
                value.append(c);
            }
            return value.toString();
        }
    }
}
