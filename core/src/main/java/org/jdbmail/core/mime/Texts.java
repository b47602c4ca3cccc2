package org.jdbmail.core.mime;

/** Small things about text. */
final class Texts {
    private Texts() {}

    /** At most so many characters from the start of a text, never half of a surrogate pair. */
    static String cut(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit);
    }
}
