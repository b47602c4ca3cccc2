package org.jdbmail.core.smtp;

/**
 * An address of the envelope, without its angle brackets, source route and quoting.
 *
 * @param localPart what stands before the last {@code @}, unquoted; empty only in the null address
 * @param domain the domain, or an address literal with its brackets; empty for an address without one, such as a plain
 *     user name or {@code Postmaster}, and for the null address
 */
public record EnvelopeAddress(String localPart, String domain) {
    /** The null reverse-path {@code <>} of notifications (RFC 5321 §4.5.5). */
    public static final EnvelopeAddress NULL = new EnvelopeAddress("", "");

    /** The address that {@link #plain} wrote; one without {@code @} is a local part alone. */
    public static EnvelopeAddress ofPlain(String plain) {
        int at = plain.lastIndexOf('@');
        return at < 0
                ? new EnvelopeAddress(plain, "")
                : new EnvelopeAddress(plain.substring(0, at), plain.substring(at + 1));
    }

    /** Whether it is {@code <>}. */
    public boolean isNull() {
        return localPart.isEmpty() && domain.isEmpty();
    }

    /** Whether all of it is ASCII. */
    public boolean isAscii() {
        return isAscii(localPart) && isAscii(domain);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** The address as the directory holds it: nothing quoted, with {@code @} and domain if it has one. */
    public String plain() {
        return domain.isEmpty() ? localPart : localPart + "@" + domain;
    }

    /** The address as it is written in commands and header fields, quoted where that is needed, without angle brackets. */
    @Override
    public String toString() {
        String local = needsQuotes() ? quoted() : localPart;
        return domain.isEmpty() ? local : local + "@" + domain;
    }

    // RFC 5321 §4.1.2: anything but a dot-string is written as a quoted string.
    private boolean needsQuotes() {
        if (isNull()) {
            return false;
        }
        if (localPart.isEmpty() || localPart.startsWith(".") || localPart.endsWith(".") || localPart.contains("..")) {
            return true;
        }
        for (int i = 0; i < localPart.length(); i++) {
            char c = localPart.charAt(i);
            if (c != '.' && !PathGrammar.isAtomCharacter(c)) {
                return true;
            }
        }
        return false;
    }

    private String quoted() {
        StringBuilder all = new StringBuilder("\"");
        for (int i = 0; i < localPart.length(); i++) {
            char c = localPart.charAt(i);
            if (c == '"' || c == '\\') {
                all.append('\\');
            }
            all.append(c);
        }
        return all.append('"').toString();
    }
}
