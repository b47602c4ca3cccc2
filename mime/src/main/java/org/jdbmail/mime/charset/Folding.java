package org.jdbmail.mime.charset;

import java.text.Normalizer;

/**
 * Makes texts comparable whatever their case and form: every character becomes its titlecase and then its compatibility
 * decomposition, as the collation i;unicode-casemap says (RFC 5051 §2), in lower case. An accent thus is a character of
 * its own: "u" is found in "ü", "Muller" isn't found in "Müller".
 */
public final class Folding {
    private Folding() {}

    public static String fold(CharSequence text) {
        int length = text.length();
        StringBuilder out = new StringBuilder(length);
        boolean ascii = true;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                out.append(c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c);
            } else {
                ascii = false;
                int codePoint = Character.codePointAt(text, i);
                i += Character.charCount(codePoint) - 1;
                out.appendCodePoint(lower(codePoint));
            }
        }
        return ascii ? out.toString() : decomposed(out);
    }

    private static String decomposed(CharSequence text) {
        String decomposed = Normalizer.normalize(text, Normalizer.Form.NFKD);
        StringBuilder out = new StringBuilder(decomposed.length());
        // What a character decomposes into may be a capital letter again.
        decomposed.codePoints().forEach(codePoint -> out.appendCodePoint(lower(codePoint)));
        return out.toString();
    }

    private static int lower(int codePoint) {
        return Character.toLowerCase(Character.toTitleCase(codePoint));
    }

    /** The same, with each run of white space as one space: folding leaves more of it than the reader sees. */
    public static String foldHeader(String text) {
        String folded = fold(text);
        StringBuilder out = new StringBuilder(folded.length());
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            boolean space = c == ' ' || c == '\t';
            if (!space || out.isEmpty() || out.charAt(out.length() - 1) != ' ') {
                out.append(space ? ' ' : c);
            }
        }
        return out.toString();
    }
}
