package org.jdbmail.mime.charset;

import java.text.Normalizer;

/**
 * Folds a text that comes in pieces, as {@link Folding} folds a whole one, wherever the pieces are cut. It decomposes a
 * few hundred characters at a time, and puts at most {@value #MOST_MARKS} combining marks in a row into their order:
 * Java sorts a row of them in quadratic time, and no script knows so many (UAX #15, stream-safe text, stops at 30).
 */
public final class Folder {
    private static final int MOST_MARKS = 32;
    private static final int BATCH = 256;

    /** In title and lower case, but not decomposed yet. */
    private final StringBuilder waiting = new StringBuilder();

    private final StringBuilder out = new StringBuilder();
    /** Where the last character that is no mark stands in {@link #waiting}. */
    private int lastStarter;
    /** Marks since then. */
    private int marks;

    /** Folds the next piece. What may still be joined by what comes after it stays behind; the result is valid until the next call. */
    public CharSequence add(CharSequence piece) {
        out.setLength(0);
        int length = piece.length();
        for (int i = 0; i < length; i++) {
            char c = piece.charAt(i);
            if (c < 0x80) {
                flush(waiting.length());
                out.append(c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c);
            } else {
                int codePoint = Character.codePointAt(piece, i);
                i += Character.charCount(codePoint) - 1;
                add(lower(codePoint));
            }
        }
        flush(lastStarter);
        return out;
    }

    /** What is still left at the end of the text, which is the start of a new one then. */
    public CharSequence end() {
        out.setLength(0);
        flush(waiting.length());
        return out;
    }

    private void add(int codePoint) {
        if (isMark(codePoint)) {
            if (marks == MOST_MARKS) {
                flush(waiting.length());
            }
            marks++;
        } else {
            if (waiting.length() >= BATCH) {
                flush(waiting.length());
            }
            marks = 0;
            lastStarter = waiting.length();
        }
        waiting.appendCodePoint(codePoint);
    }

    private void flush(int count) {
        if (count == 0) {
            return;
        }
        String decomposed = Normalizer.normalize(waiting.substring(0, count), Normalizer.Form.NFKD);
        // What a character decomposes into may be a capital letter again.
        for (int i = 0; i < decomposed.length(); ) {
            int codePoint = decomposed.codePointAt(i);
            out.appendCodePoint(lower(codePoint));
            i += Character.charCount(codePoint);
        }
        waiting.delete(0, count);
        lastStarter = 0;
        if (waiting.isEmpty()) {
            marks = 0;
        }
    }

    /** Whether it may change places with its neighbours when it is decomposed. */
    static boolean isMark(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK -> true;
            // The halfwidth sound marks of katakana, which become combining ones.
            default -> codePoint == 0xff9e || codePoint == 0xff9f;
        };
    }

    private static int lower(int codePoint) {
        return Character.toLowerCase(Character.toTitleCase(codePoint));
    }
}
