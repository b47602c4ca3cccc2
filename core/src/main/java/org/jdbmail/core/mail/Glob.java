package org.jdbmail.core.mail;

/**
 * A pattern of {@code *} for any characters and {@code ?} for one, compared without regard to the case of A to Z.
 *
 * @param pattern as it was given
 */
public record Glob(String pattern) {
    /** Whether it has a {@code *} or {@code ?}, and is not just a name. */
    public boolean isPattern() {
        return pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0;
    }

    /** Goes on from the last star only, so that no pattern takes more than length times length steps. */
    public boolean matches(String text) {
        int[] p = AsciiCase.lower(pattern).codePoints().toArray();
        int[] t = AsciiCase.lower(text).codePoints().toArray();
        int at = 0;
        int star = -1;
        int resume = 0;
        int i = 0;
        while (i < t.length) {
            if (at < p.length && p[at] == '*') {
                star = at++;
                resume = i;
            } else if (at < p.length && (p[at] == '?' || p[at] == t[i])) {
                at++;
                i++;
            } else if (star >= 0) {
                at = star + 1;
                i = ++resume;
            } else {
                return false;
            }
        }
        while (at < p.length && p[at] == '*') {
            at++;
        }
        return at == p.length;
    }
}
