package org.jdbmail.core.delivery;

import java.util.Locale;

/** The patterns of SQL's LIKE: {@code %} is any text, {@code _} any character, whatever the case. */
final class Like {
    private Like() {}

    /** Whether a text is like a pattern. Goes back to the last {@code %} only, so that time grows with the product of both lengths at most. */
    static boolean matches(String pattern, String text) {
        String wanted = pattern.toLowerCase(Locale.ROOT);
        String given = text.toLowerCase(Locale.ROOT);
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < given.length()) {
            boolean isStar = p < wanted.length() && wanted.charAt(p) == '%';
            if (isStar) {
                star = p++;
                resume = t;
            } else if (p < wanted.length() && (wanted.charAt(p) == '_' || wanted.charAt(p) == given.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < wanted.length() && wanted.charAt(p) == '%') {
            p++;
        }
        return p == wanted.length();
    }
}
