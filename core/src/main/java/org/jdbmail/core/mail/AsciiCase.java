package org.jdbmail.core.mail;

import java.util.Comparator;

/**
 * Names and words of protocols without regard to the case of A to Z, and exactly in everything else: accounts, aliases, keywords
 * and commands are. What Unicode takes for upper and lower case is not the same everywhere, and no two names may be one for one
 * program and two for the next; and it makes "SS" of "ß" and "S" of "ſ", so that a peer could say a command with bytes that aren't
 * its name.
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

    /** The text with a to z in upper case. */
    public static String upper(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isLower(text.charAt(i))) {
                return upperFrom(text, i);
            }
        }
        return text;
    }

    private static String upperFrom(String text, int first) {
        char[] chars = text.toCharArray();
        for (int i = first; i < chars.length; i++) {
            chars[i] = isLower(chars[i]) ? (char) (chars[i] - ('a' - 'A')) : chars[i];
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

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
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
