package org.jdbmail.sieve.letter;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jdbmail.mime.field.HeaderText;

/** Unicode in header fields: encoded words (RFC 2047), folded. */
public final class Words {
    /** Bytes of UTF-8 in one encoded word, so that with what is around them they are at most 75 characters. */
    private static final int WORD_BYTES = 42;

    private static final int LINE = 76;

    private Words() {}

    /**
     * A text as the value of a field: on one line if it fits, else folded. Line ends and other control characters become
     * spaces, so that no text can end its field.
     *
     * @param used characters of the line before it
     */
    public static String encode(String text, int used) {
        String clean = clean(text);
        return clean.chars().allMatch(c -> c < 128) ? fold(clean, used) : words(clean, used);
    }

    /** The text on one line, without control characters. */
    public static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        boolean blanks = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean control = c < ' ' || c == 127;
            if (control && !clean.isEmpty() && clean.charAt(clean.length() - 1) != ' ') {
                clean.append(' ');
            } else if (!control && !(c == ' ' && blanks)) {
                clean.append(c);
            }
            blanks = control || blanks && c == ' ';
        }
        return clean.toString().strip();
    }

    /** A text that may hold encoded words already, cleaned and decoded. */
    public static String decoded(String text) {
        return HeaderText.decode(new String(clean(text).getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    /** Up to so many characters, with an ellipsis where there were more. */
    public static String cut(String text, int most) {
        if (text.codePointCount(0, text.length()) <= most) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, most - 1)) + '\u2026';
    }

    /** RFC 5322 §2.2.3: a new line before a space, where the line would be longer. */
    static String fold(String text, int used) {
        StringBuilder folded = new StringBuilder(text.length() + 8);
        int column = used;
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf(' ', at + 1);
            end = end < 0 ? text.length() : end;
            if (column + end - at > LINE
                    && text.charAt(at) == ' '
                    && !text.substring(at, end).isBlank()) {
                folded.append("\r\n");
                column = 0;
            }
            folded.append(text, at, end);
            column += end - at;
            at = end;
        }
        return folded.toString();
    }

    private static String words(String text, int used) {
        StringBuilder out = new StringBuilder();
        StringBuilder word = new StringBuilder();
        int bytes = 0;
        int room = Math.max(3, Math.min(WORD_BYTES, (LINE - used - 12) / 4 * 3));
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int size = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            if (bytes + size > room && bytes > 0) {
                append(out, word);
                bytes = 0;
                room = WORD_BYTES;
            }
            word.appendCodePoint(c);
            bytes += size;
            i += Character.charCount(c);
        }
        append(out, word);
        return out.toString();
    }

    private static void append(StringBuilder out, StringBuilder word) {
        out.append(out.isEmpty() ? "" : "\r\n ")
                .append("=?utf-8?B?")
                .append(Base64.getEncoder().encodeToString(word.toString().getBytes(StandardCharsets.UTF_8)))
                .append("?=");
        word.setLength(0);
    }
}
