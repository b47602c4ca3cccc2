package org.jdbmail.sieve.message;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jdbmail.mime.field.FieldValue;
import org.jdbmail.mime.field.HeaderText;

/**
 * One field of a header block, with all its bytes and its line end. A line that is no field, and what lies behind the limit
 * of what is looked at, has an empty name.
 *
 * @param name as it is written
 * @param key the name in lower case
 */
public record Field(String name, String key, FieldValue value, byte[] bytes, int from, int to) {
    static Field read(byte[] bytes, int from, int to) {
        int end = from;
        while (end < to && bytes[end] > ' ' && bytes[end] != ':' && bytes[end] != 127) {
            end++;
        }
        int colon = end;
        while (colon < to && (bytes[colon] == ' ' || bytes[colon] == '\t')) {
            colon++;
        }
        if (end == from || colon >= to || bytes[colon] != ':') {
            return rest(bytes, from, to);
        }
        String name = new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
        return new Field(name, lower(name), new FieldValue(bytes, colon + 1, to), bytes, from, to);
    }

    /** Bytes that aren't understood as a field. */
    static Field rest(byte[] bytes, int from, int to) {
        return new Field("", "", new FieldValue(bytes, from, to), bytes, from, to);
    }

    /**
     * A new field, folded.
     *
     * @param value in Unicode; its line ends are those of the folding already
     */
    static Field made(String name, String value) {
        byte[] bytes = (name + ": " + value + "\r\n").getBytes(StandardCharsets.UTF_8);
        return read(bytes, 0, bytes.length);
    }

    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** A field that a script wrote the value of; its line ends are taken out. */
    public static Field named(String name, String value) {
        return made(name, value.replace('\r', ' ').replace('\n', ' '));
    }

    /** The value as text on one line, with encoded words decoded. */
    public String text() {
        return HeaderText.decode(value).strip();
    }

    /** The value on one line, with encoded words as they are written; bytes above 127 are read as UTF-8. */
    public String raw() {
        // What looks like an encoded word is hidden from the decoder, which reads the other bytes.
        return HeaderText.decode(value.unfolded().replace("=?", "=\u0001?"))
                .replace("=\u0001?", "=?")
                .strip();
    }

    /** What the addresses in it are read from. */
    public List<FieldValue> values() {
        return List.of(value);
    }
}
