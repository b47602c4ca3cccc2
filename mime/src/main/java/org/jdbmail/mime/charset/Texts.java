package org.jdbmail.mime.charset;

/** Small things about text. */
public final class Texts {
    private Texts() {}

    /** At most so many characters from the start of a text, never half of a surrogate pair. */
    public static String cut(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit);
    }
}
