package org.jdbmail.sieve.message;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jdbmail.mime.field.FieldValue;
import org.jdbmail.mime.field.HeaderText;
import org.jspecify.annotations.Nullable;

/**
 * One field of a header block, with all its bytes and its line end. A line that is no field, and what lies behind the limit
 * of what is looked at, has an empty name. What scripts ask for again and again is read once. Used by one thread.
 */
public final class Field {
    private final String name;
    private final String key;
    private final FieldValue value;
    private final byte[] bytes;
    private final int from;
    private final int to;
    private @Nullable String text;
    private @Nullable List<Address> addresses;

    private Field(String name, String key, FieldValue value, byte[] bytes, int from, int to) {
        this.name = name;
        this.key = key;
        this.value = value;
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

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

    /** The name as it is written. */
    public String name() {
        return name;
    }

    /** The name in lower case. */
    public String key() {
        return key;
    }

    /** The value as it is written. */
    public FieldValue value() {
        return value;
    }

    /** The block that it stands in. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where it begins. */
    public int from() {
        return from;
    }

    /** Where it ends. */
    public int to() {
        return to;
    }

    /** The value as text on one line, with encoded words decoded. */
    public String text() {
        String read = text;
        if (read == null) {
            read = HeaderText.decode(value).strip();
            text = read;
        }
        return read;
    }

    /** The addresses in it; those of groups among them, but not the names of groups. */
    public List<Address> addresses() {
        List<Address> read = addresses;
        if (read == null) {
            read = Address.of(this);
            addresses = read;
        }
        return read;
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
