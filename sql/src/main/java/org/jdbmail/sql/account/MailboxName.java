package org.jdbmail.sql.account;

/**
 * Names of mailboxes as DBMail compares them: without regard to ASCII case, but exactly inside the runs of modified UTF-7,
 * {@code &} to {@code -}, since base64 has both cases (RFC 3501 §5.1.3).
 */
final class MailboxName {
    private MailboxName() {}

    /** Whether two stored names are the same. */
    static boolean same(String one, String other) {
        if (one.length() != other.length()) {
            return false;
        }
        boolean shifted = false;
        for (int i = 0; i < one.length(); i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b && (shifted || lower(a) != lower(b))) {
                return false;
            }
            shifted = a == '&' || shifted && a != '-';
        }
        return true;
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }
}
