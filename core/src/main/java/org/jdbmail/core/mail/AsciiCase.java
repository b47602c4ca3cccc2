package org.jdbmail.core.mail;

import java.util.Comparator;

/**
 * Names compared without regard to the case of A to Z, and exactly in everything else: accounts, aliases and keywords are. What
 * Unicode takes for upper and lower case is not the same everywhere, and no two names may be one for one program and two for the
 * next.
 */
public final class AsciiCase {
    /** Orders by code unit, A to Z as a to z; equal is what {@link #same} says is. */
    public static final Comparator<String> ORDER = AsciiCase::compare;

    private AsciiCase() {}

    /** The text with A to Z in lower case. */
    public static String lower(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isUpper(text.charAt(i))) {
                return lowerFrom(text, i);
            }
        }
        return text;
    }

    private static String lowerFrom(String text, int first) {
        char[] chars = text.toCharArray();
        for (int i = first; i < chars.length; i++) {
            chars[i] = lower(chars[i]);
        }
        return new String(chars);
    }

    /** The character, in lower case if it is one of A to Z. */
    public static char lower(char c) {
        return isUpper(c) ? (char) (c + ('a' - 'A')) : c;
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    /** Whether two names are one. */
    public static boolean same(String one, String other) {
        return one.length() == other.length() && compare(one, other) == 0;
    }

    private static int compare(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            int difference = lower(one.charAt(i)) - lower(other.charAt(i));
            if (difference != 0) {
                return difference;
            }
        }
        return one.length() - other.length();
    }
}
