package org.jdbmail.mime.listing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects the bytes of an IMAP response. Texts are strings of bytes (ISO-8859-1): a quoted string where IMAP allows
 * one, a literal otherwise (RFC 3501 §4.3).
 */
final class ListingWriter {
    /** Longer strings are literals, so that no line of the response becomes long because of one string. */
    private static final int LONGEST_QUOTED = 1_000;

    private byte[] bytes = new byte[512];
    private int length;

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }

    /** ASCII, as it is. */
    @SuppressWarnings("deprecation") // the fastest way to copy the low bytes of a string, and exactly what is meant
    ListingWriter raw(String ascii) {
        int count = ascii.length();
        room(count);
        ascii.getBytes(0, count, bytes, length);
        length += count;
        return this;
    }

    ListingWriter raw(char ascii) {
        room(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    ListingWriter number(int number) {
        return raw(Integer.toString(number));
    }

    /** NIL, or a string. */
    ListingWriter nstring(@Nullable String text) {
        return text == null ? raw("NIL") : string(text);
    }

    ListingWriter string(String text) {
        int specials = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                specials++;
            } else if (c == 0 || c == '\r' || c == '\n' || c > 0x7f) {
                return literal(text);
            }
        }
        if (text.length() > LONGEST_QUOTED) {
            return literal(text);
        }
        raw('"');
        if (specials == 0) {
            raw(text);
        } else {
            escaped(text);
        }
        return raw('"');
    }

    private void escaped(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                raw('\\');
            }
            raw(c);
        }
    }

    private ListingWriter literal(String text) {
        // RFC 3501 §4.3: a literal holds any byte but NUL, whose place the replacement character takes (in UTF-8).
        String safe = text.indexOf(0) < 0 ? text : text.replace("\0", "\u00ef\u00bf\u00bd");
        return raw('{').number(safe.length()).raw("}\r\n").raw(safe);
    }

    /** Bytes collected so far. */
    int length() {
        return length;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** What has been collected, as a string of bytes. */
    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
}
