package org.jdbmail.core.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns the text of header fields into Unicode: encoded words (RFC 2047) are decoded wherever they stand, bytes above
 * 127 are read as UTF-8 (RFC 6532) or else windows-1252. What can't be decoded stays as it is written. The result has
 * no NUL.
 */
public final class HeaderText {
    private static final int LONGEST_CHARSET_NAME = 60;

    private final String text;
    private final StringBuilder out = new StringBuilder();
    /** The decoded bytes of encoded words in one charset, since a character may be split between two words. */
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

    /** Their charset; null if it is unknown. */
    private @Nullable Charset pendingCharset;

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
        TransferEncoding encoding = switch (text.charAt(charsetEnd + 1)) {
            case 'B', 'b' -> TransferEncoding.BASE64;
            case 'Q', 'q' -> TransferEncoding.QUOTED_PRINTABLE;
            default -> TransferEncoding.IDENTITY;
        };
        if (encoding == TransferEncoding.IDENTITY || text.charAt(charsetEnd + 2) != '?') {
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
        between(start);
        if (!Objects.equals(charset, pendingCharset)) {
            flush();
        }
        inWords = true;
        pendingCharset = charset;
        pending.writeBytes(content(encoding, charsetEnd + 3, end));
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

    private byte[] content(TransferEncoding encoding, int from, int to) {
        String encoded = text.substring(from, to);
        // RFC 2047 §4.2: in the "Q" encoding an underscore is a space.
        byte[] bytes = (encoding == TransferEncoding.BASE64 ? encoded : encoded.replace('_', ' '))
                .getBytes(StandardCharsets.ISO_8859_1);
        return TransferDecoder.decode(encoding, bytes, 0, bytes.length);
    }

    private void flush() {
        out.append(MailCharsets.decode(pending.toByteArray(), 0, pending.size(), pendingCharset));
        pending.reset();
        inWords = false;
    }
}
