package org.jdbmail.core.smtp;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbmail.core.mail.AsciiCase;

/** Splits the parameters behind a path: {@code SP keyword ["=" value]} (RFC 5321 §4.1.2, esmtp-param). */
final class Parameters {
    private static final int MAX = 32;

    private Parameters() {}

    /** The values by keyword in upper case, in their order; an empty value where none is given. */
    static Map<String, String> split(String text) throws SmtpSyntaxException {
        Map<String, String> all = new LinkedHashMap<>();
        for (String word : text.split(" +")) {
            if (word.isEmpty()) {
                continue;
            }
            int equals = word.indexOf('=');
            String keyword = equals < 0 ? word : word.substring(0, equals);
            String value = equals < 0 ? "" : word.substring(equals + 1);
            if (!isKeyword(keyword) || equals >= 0 && value.isEmpty()) {
                throw bad("parameter not understood");
            }
            if (all.put(AsciiCase.upper(keyword), value) != null || all.size() > MAX) {
                throw bad("parameter given twice, or too many of them");
            }
        }
        return all;
    }

    private static boolean isKeyword(String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            boolean alphanumeric = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!alphanumeric && (c != '-' || i == 0)) {
                return false;
            }
        }
        return !word.isEmpty();
    }

    static SmtpSyntaxException bad(String what) {
        return new SmtpSyntaxException(501, "5.5.4", what);
    }

    // RFC 5321 §4.1.1.11
    static SmtpSyntaxException unknown(String keyword) {
        return new SmtpSyntaxException(555, "5.5.4", "parameter " + keyword + " not known");
    }

    /** A decimal number of at most 18 digits. */
    static long number(String digits) throws SmtpSyntaxException {
        boolean fits = !digits.isEmpty() && digits.length() <= 18;
        for (int i = 0; fits && i < digits.length(); i++) {
            fits = digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
        }
        if (!fits) {
            throw bad("number not understood");
        }
        return Long.parseLong(digits);
    }
}
