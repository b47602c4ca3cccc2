package org.jdbmail.mime.field;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.jdbmail.mime.charset.MailCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Turns the text of header fields into Unicode: encoded words (RFC 2047) are decoded wherever they stand, bytes above
 * 127 are read as UTF-8 (RFC 6532) or else windows-1252. What can't be decoded stays as it is written. The result has
 * no NUL.
 *
 * <p>Mime4j decodes the words. They are found here, and handed to it in rows and written as RFC 2047 wants them: it looks
 * for the end of each word in the whole rest of the text, which takes quadratic time, doesn't know all names of charsets
 * that mail uses, and takes neither 8-bit text nor white space nor a padding inside a word.
 */
public final class HeaderText {
    private static final int LONGEST_CHARSET_NAME = 60;

    /** RFC 2047 §2 allows 75 characters, and some programs put a whole subject into one word; a longer one stays. */
    private static final int LONGEST_WORD = 16_000;

    /** Encodings that one word may have been joined from; Mime4j reads no more of the last one than it should. */
    private static final int MOST_PIECES = 10;

    private static final Pattern PADDING = Pattern.compile("=+");
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final String text;
    private final StringBuilder out = new StringBuilder();
    /** Encoded words in one charset that aren't decoded yet, since a character may be split between two of them. */
    private final StringBuilder row = new StringBuilder();

    /** Their charset; null if it is unknown. */
    private @Nullable Charset rowCharset;

    /** Whether the last thing read was an encoded word. */
    private boolean inWords;

    /** Where the text that isn't copied yet starts. */
    private int copied;

    private HeaderText(String text) {
        this.text = text;
    }

    /** The decoded text of a field's value, unfolded. */
    public static String decode(FieldValue value) {
        return decode(value.unfolded());
    }

    /** The decoded text of a string of bytes (ISO-8859-1). */
    public static String decode(String bytes) {
        String text = bytes.indexOf("=?") < 0 ? raw(bytes) : new HeaderText(bytes).words();
        return text.indexOf(0) < 0 ? text : text.replace('\0', '\ufffd');
    }

    private static String raw(String bytes) {
        for (int i = 0; i < bytes.length(); i++) {
            if (bytes.charAt(i) > 0x7f) {
                byte[] array = bytes.getBytes(StandardCharsets.ISO_8859_1);
                return MailCharsets.decode(array, 0, array.length, null);
            }
        }
        return bytes;
    }

    private String words() {
        int at = text.indexOf("=?");
        while (at >= 0) {
            int end = word(at);
            at = text.indexOf("=?", end < 0 ? at + 2 : end);
        }
        flush();
        out.append(raw(text.substring(copied)));
        return out.toString();
    }

    /** Decodes the encoded word that starts at an index; the index after it, or -1 if there is none. */
    private int word(int start) {
        int charsetEnd = text.indexOf('?', start + 2);
        if (charsetEnd < 0 || charsetEnd - start > LONGEST_CHARSET_NAME || charsetEnd + 2 >= text.length()) {
            return -1;
        }
        char encoding = text.charAt(charsetEnd + 1);
        if ("BbQq".indexOf(encoding) < 0 || text.charAt(charsetEnd + 2) != '?') {
            return -1;
        }
        String name = text.substring(start + 2, charsetEnd);
        // RFC 2231 §5: a language may follow the charset.
        int language = name.indexOf('*');
        Charset charset = MailCharsets.find(language < 0 ? name : name.substring(0, language));
        // With no end anywhere after this, there is none after any later start either: the search ends with the text.
        int end = text.indexOf("?=", charsetEnd + 3);
        if (end < 0) {
            return text.length();
        }
        if (end - start > LONGEST_WORD) {
            return end + 2;
        }
        between(start);
        if (!Objects.equals(charset, rowCharset)) {
            flush();
        }
        inWords = true;
        rowCharset = charset;
        if (encoding == 'B' || encoding == 'b') {
            base64(text.substring(charsetEnd + 3, end));
        } else {
            add('Q', quoted(text.substring(charsetEnd + 3, end)));
        }
        copied = end + 2;
        return copied;
    }

    /** RFC 2047 §6.2: white space between two encoded words isn't shown; all other text is. */
    private void between(int start) {
        String before = text.substring(copied, start);
        if (!inWords || !before.isBlank()) {
            flush();
            out.append(raw(before));
        }
    }

    /**
     * A padding in the middle ends one encoding and starts another; one at the end may be missing. A question mark, which
     * means nothing, would end the word.
     */
    private void base64(String encoded) {
        for (String piece : PADDING.split(encoded.replace("?", ""), MOST_PIECES)) {
            add('B', piece + '=');
        }
    }

    /** RFC 2047 §4.2, with what it doesn't allow written as it does. */
    private static String quoted(String encoded) {
        StringBuilder quoted = new StringBuilder(encoded.length() + 16);
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == ' ') {
                quoted.append('_');
            } else if (c < ' ' || c > '~' || c == '?' || c == '=' && !isHex(encoded, i + 1)) {
                quoted.append('=').append(HEX.toHexDigits((byte) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.toString();
    }

    private static boolean isHex(String text, int at) {
        return at + 1 < text.length()
                && HexFormat.isHexDigit(text.charAt(at))
                && HexFormat.isHexDigit(text.charAt(at + 1));
    }

    private void add(char encoding, String encoded) {
        // Mime4j gives the bytes; what they mean is decided here, since it doesn't know all sets and their supersets.
        row.append("=?ISO-8859-1?").append(encoding).append('?').append(encoded).append("?=");
    }

    private void flush() {
        inWords = false;
        if (!row.isEmpty()) {
            byte[] bytes = DecoderUtil.decodeEncodedWords(row.toString(), DecodeMonitor.SILENT)
                    .getBytes(StandardCharsets.ISO_8859_1);
            out.append(MailCharsets.decode(bytes, 0, bytes.length, rowCharset));
            row.setLength(0);
        }
    }
}
