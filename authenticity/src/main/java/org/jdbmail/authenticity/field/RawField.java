package org.jdbmail.authenticity.field;

import java.nio.charset.StandardCharsets;

/**
 * One field of a header block as it came.
 *
 * @param name as it is written, without white space before the colon; empty for a line that is no field
 * @param colon where in the text the colon is; -1 for a line that is no field
 * @param text all of it, folded, without the last line end; each octet is the character of its number
 */
public record RawField(String name, int colon, String text) {
    /** Reads one. */
    public static RawField of(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) > ' ' && text.charAt(end) != ':' && text.charAt(end) != 127) {
            end++;
        }
        int colon = end;
        // RFC 5322 §4.5.3: white space before the colon is obsolete, but was allowed.
        while (colon < text.length() && (text.charAt(colon) == ' ' || text.charAt(colon) == '\t')) {
            colon++;
        }
        boolean isField = end > 0 && colon < text.length() && text.charAt(colon) == ':';
        return isField ? new RawField(text.substring(0, end), colon, text) : new RawField("", -1, text);
    }

    /** Whether this is the field of that name, whatever its case. */
    public boolean is(String wanted) {
        return name.equalsIgnoreCase(wanted);
    }

    /** What stands after the colon, folded. */
    public String value() {
        return text.substring(colon + 1);
    }

    /** The same field with another value, folded as it is to be. */
    public RawField with(String value) {
        return new RawField(name, colon, text.substring(0, colon + 1) + value);
    }

    /** The octets. */
    public byte[] octets() {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
