package org.jdbmail.core.mail;

/**
 * Upper case of the words of protocols, which are ASCII. Unicode's own makes "SS" of "ß" and "S" of "ſ", so that a peer could
 * say a command with bytes that aren't its name.
 */
public final class Ascii {
    private Ascii() {}

    /** The text with the letters a to z in upper case, and all else as it is. */
    public static String upper(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isLower(text.charAt(i))) {
                char[] upper = text.toCharArray();
                for (int at = i; at < upper.length; at++) {
                    upper[at] = isLower(upper[at]) ? (char) (upper[at] & ~0x20) : upper[at];
                }
                return new String(upper);
            }
        }
        return text;
    }

    /** Whether two texts differ in nothing but the case of ASCII letters. */
    public static boolean same(String one, String other) {
        return one.length() == other.length() && upper(one).equals(upper(other));
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }
}
