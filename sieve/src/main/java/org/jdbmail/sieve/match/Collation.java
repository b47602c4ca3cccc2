package org.jdbmail.sieve.match;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How two texts are compared (RFC 4790): Sieve's comparators. */
public enum Collation {
    /** RFC 4790 §9.3. */
    OCTET("i;octet"),
    /** RFC 4790 §9.2: the default. */
    ASCII_CASEMAP("i;ascii-casemap"),
    /** RFC 4790 §9.1: digits at the start, as a number. */
    ASCII_NUMERIC("i;ascii-numeric"),
    /** RFC 5051: without regard to case in any script. */
    UNICODE_CASEMAP("i;unicode-casemap");

    private final String sieveName;

    Collation(String sieveName) {
        this.sieveName = sieveName;
    }

    /** The name that scripts use. */
    public String sieveName() {
        return sieveName;
    }

    /** The comparator of a name, which is told exactly; null if it is unknown. */
    public static @Nullable Collation named(String name) {
        return Arrays.stream(values())
                .filter(each -> each.sieveName.equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Whether it finds a text inside another (RFC 4790 §4.2.4). */
    public boolean hasSubstrings() {
        return this != ASCII_NUMERIC;
    }

    /** A text that equals that of every text which counts as the same. */
    public String fold(String text) {
        return switch (this) {
            case OCTET -> text;
            case ASCII_CASEMAP -> asciiLower(text);
            case ASCII_NUMERIC -> digits(text);
            case UNICODE_CASEMAP -> unicode(text);
        };
    }

    /** Which of two texts comes first: less than, equal to, or greater than zero. */
    public int compare(String a, String b) {
        if (this == ASCII_NUMERIC) {
            return compareNumbers(digits(a), digits(b));
        }
        // UTF-8 orders as code points do.
        return Arrays.compareUnsigned(
                fold(a).getBytes(StandardCharsets.UTF_8), fold(b).getBytes(StandardCharsets.UTF_8));
    }

    private static String asciiLower(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isUpper(text.charAt(i))) {
                char[] chars = text.toCharArray();
                for (int j = i; j < chars.length; j++) {
                    chars[j] = isUpper(chars[j]) ? (char) (chars[j] | 0x20) : chars[j];
                }
                return new String(chars);
            }
        }
        return text;
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    /** RFC 4790 §9.1.1: the number without zeros in front; empty for what is no number, which counts as infinite. */
    private static String digits(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        if (end == 0) {
            return "";
        }
        int start = 0;
        while (start < end - 1 && text.charAt(start) == '0') {
            start++;
        }
        return text.substring(start, end);
    }

    private static int compareNumbers(String a, String b) {
        if (a.isEmpty() || b.isEmpty()) {
            return Boolean.compare(a.isEmpty(), b.isEmpty());
        }
        return a.length() == b.length() ? a.compareTo(b) : Integer.compare(a.length(), b.length());
    }

    /** RFC 5051 §2: title case of each character, then decomposed. */
    private static String unicode(String text) {
        boolean ascii = true;
        for (int i = 0; i < text.length() && ascii; i++) {
            ascii = text.charAt(i) < 128;
        }
        if (ascii) {
            return asciiLower(text);
        }
        StringBuilder titled = new StringBuilder(text.length());
        text.codePoints().map(Character::toTitleCase).forEach(titled::appendCodePoint);
        return asciiLower(Normalizer.normalize(titled, Normalizer.Form.NFKD));
    }
}
