package org.jdbmail.core.smtp;

/**
 * Reads the path of a MAIL or RCPT command: {@code <} an optional source route, a mailbox {@code >} (RFC 5321 §4.1.2,
 * RFC 6531 §3.3). More generous than the RFC in two things that real mail needs: dots may stand anywhere in a local part,
 * and a local part may stand alone.
 */
final class PathGrammar {
    /** Octets of a path that we take, four times what RFC 5321 §4.5.3.1.3 asks for. */
    private static final int MAX_LENGTH = 1024;

    private final String text;
    private final String status;
    private int at;

    private PathGrammar(String text, int at, String status) {
        this.text = text;
        this.at = at;
        this.status = status;
    }

    /** An address and where the text goes on behind it. */
    record Path(EnvelopeAddress address, int end) {}

    /**
     * Reads the path that begins at an offset.
     *
     * @param status the enhanced status code of a mistake: X.1.3 for a recipient, X.1.7 for a sender (RFC 3463 §3.2)
     */
    static Path read(String text, int from, String status) throws SmtpSyntaxException {
        PathGrammar grammar = new PathGrammar(text, from, status);
        EnvelopeAddress address = grammar.path();
        if (grammar.at - from > MAX_LENGTH) {
            throw grammar.bad("address too long");
        }
        return new Path(address, grammar.at);
    }

    /** atext of RFC 5322 §3.2.3, and everything beyond ASCII (RFC 6531 §3.3). */
    static boolean isAtomCharacter(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c >= 0x80
                || "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0;
    }

    private EnvelopeAddress path() throws SmtpSyntaxException {
        if (!take('<')) {
            throw bad("address must stand in angle brackets");
        }
        if (take('>')) {
            return EnvelopeAddress.NULL;
        }
        if (peek() == '@') {
            sourceRoute();
        }
        String local = peek() == '"' ? quotedString() : dotString();
        String domain = "";
        if (take('@')) {
            domain = peek() == '[' ? addressLiteral() : domain();
        }
        if (!take('>')) {
            throw bad("address not understood");
        }
        return new EnvelopeAddress(local, domain);
    }

    // RFC 5321 §4.1.1.3 and appendix C: source routes are accepted and ignored.
    private void sourceRoute() throws SmtpSyntaxException {
        do {
            if (!take('@')) {
                throw bad("source route not understood");
            }
            domain();
        } while (take(','));
        if (!take(':')) {
            throw bad("source route not understood");
        }
    }

    private String dotString() throws SmtpSyntaxException {
        int start = at;
        while (at < text.length() && (isAtomCharacter(peek()) || peek() == '.')) {
            at++;
        }
        if (at == start) {
            throw bad("local part missing or not understood");
        }
        return text.substring(start, at);
    }

    private String quotedString() throws SmtpSyntaxException {
        StringBuilder content = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                if (content.isEmpty()) {
                    throw bad("empty local part");
                }
                return content.toString();
            }
            if (c == '\\') {
                if (at == text.length()) {
                    break;
                }
                c = text.charAt(at++);
            }
            if (c < ' ' || c == 0x7f) {
                throw bad("control character in an address");
            }
            content.append(c);
        }
        throw bad("quoted string without its end");
    }

    private String domain() throws SmtpSyntaxException {
        int start = at;
        while (at < text.length() && isDomainCharacter(peek())) {
            at++;
        }
        String domain = text.substring(start, at);
        if (domain.isEmpty() || domain.startsWith(".") || domain.endsWith(".") || domain.contains("..")) {
            throw bad("domain missing or not understood");
        }
        return domain;
    }

    // The underscore is no part of a host name but of many a domain that sends mail.
    private static boolean isDomainCharacter(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '-'
                || c == '.'
                || c == '_'
                || c >= 0x80;
    }

    // RFC 5321 §4.1.3; what is inside only has to be printable.
    private String addressLiteral() throws SmtpSyntaxException {
        int start = at;
        while (at < text.length() && peek() != ']') {
            char c = peek();
            boolean fits = c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '.' || c == ':';
            if (at > start && !fits && c != '-') {
                throw bad("address literal not understood");
            }
            at++;
        }
        if (!take(']') || at - start < 3) {
            throw bad("address literal not understood");
        }
        return text.substring(start, at);
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private boolean take(char c) {
        boolean found = at < text.length() && text.charAt(at) == c;
        if (found) {
            at++;
        }
        return found;
    }

    private SmtpSyntaxException bad(String what) {
        return new SmtpSyntaxException(501, status, what);
    }
}
