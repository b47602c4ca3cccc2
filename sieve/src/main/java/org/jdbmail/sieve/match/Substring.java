package org.jdbmail.sieve.match;

/** Looks for a text in others, in time linear in both (Knuth, Morris, Pratt) where the text is long. */
public final class Substring {
    private static final int SHORT = 64;

    private final String wanted;
    /** How far the text's start repeats before each of its places; empty for a short one. */
    private final int[] repeats;

    private Substring(String wanted, int[] repeats) {
        this.wanted = wanted;
        this.repeats = repeats;
    }

    static Substring of(String wanted) {
        return new Substring(wanted, wanted.length() <= SHORT ? new int[0] : repeats(wanted));
    }

    private static int[] repeats(String wanted) {
        int[] repeats = new int[wanted.length()];
        int length = 0;
        for (int i = 1; i < wanted.length(); i++) {
            while (length > 0 && wanted.charAt(i) != wanted.charAt(length)) {
                length = repeats[length - 1];
            }
            length += wanted.charAt(i) == wanted.charAt(length) ? 1 : 0;
            repeats[i] = length;
        }
        return repeats;
    }

    boolean isIn(String text) {
        if (repeats.length == 0) {
            return text.contains(wanted);
        }
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            while (length > 0 && text.charAt(i) != wanted.charAt(length)) {
                length = repeats[length - 1];
            }
            length += text.charAt(i) == wanted.charAt(length) ? 1 : 0;
            if (length == wanted.length()) {
                return true;
            }
        }
        return false;
    }
}
