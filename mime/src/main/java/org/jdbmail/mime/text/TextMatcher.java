package org.jdbmail.mime.text;

import org.jdbmail.mime.charset.Folding;

/**
 * Looks for one text in a stream of texts, in time linear in both (Knuth, Morris and Pratt), so that no search key and
 * message together can hold up a server.
 */
final class TextMatcher {
    private final String needle;
    /** For each length of a match so far: how much of it is a shorter match when the next character doesn't fit. */
    private final int[] shorter;

    private int matched;

    /** A matcher for a text that {@link Folding} has folded. */
    TextMatcher(String needle) {
        this.needle = needle;
        this.shorter = new int[needle.length() + 1];
        int length = 0;
        for (int i = 1; i < needle.length(); i++) {
            length = next(length, needle.charAt(i));
            shorter[i + 1] = length;
        }
    }

    private int next(int length, char c) {
        int state = length;
        while (state > 0 && needle.charAt(state) != c) {
            state = shorter[state];
        }
        return needle.charAt(state) == c ? state + 1 : state;
    }

    /** Forgets what came so far: a new text begins. */
    void restart() {
        matched = 0;
    }

    /** As {@link #find}, of ASCII, which is folded here. */
    boolean findAscii(byte[] piece, int from, int to) {
        if (needle.isEmpty()) {
            return true;
        }
        char first = needle.charAt(0);
        for (int i = from; i < to; i++) {
            byte b = piece[i];
            char c = (char) (b >= 'A' && b <= 'Z' ? b | 0x20 : b);
            if (matched > 0 || c == first) {
                matched = next(matched, c);
                if (matched == needle.length()) {
                    matched = 0;
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether the text is found once this folded piece has come, too. */
    boolean find(CharSequence piece) {
        if (needle.isEmpty()) {
            return true;
        }
        for (int i = 0; i < piece.length(); i++) {
            matched = next(matched, piece.charAt(i));
            if (matched == needle.length()) {
                matched = 0;
                return true;
            }
        }
        return false;
    }
}
