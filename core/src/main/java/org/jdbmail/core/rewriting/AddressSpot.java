package org.jdbmail.core.rewriting;

import java.util.ArrayList;
import java.util.List;
import org.jdbmail.core.smtp.EnvelopeAddress;

/**
 * A place in a header field where an address stands (RFC 5322 §3.4.1), without its angle brackets. What is folded, or has comments inside, is no such place: it is left
 * alone.
 *
 * @param to behind its last character
 */
record AddressSpot(int from, int to) {
    /** The places in a field's value. */
    static List<AddressSpot> in(String text, int start, int end) {
        return new Scan(text, start, end).run();
    }

    /** The address that stands at such a place. */
    static EnvelopeAddress parse(String text) {
        if (!text.startsWith("\"")) {
            return EnvelopeAddress.ofPlain(text);
        }
        StringBuilder local = new StringBuilder();
        int at = 1;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 1 : 0;
            local.append(at < text.length() ? text.charAt(at) : "");
            at++;
        }
        int sign = text.indexOf('@', Math.min(at, text.length()));
        return new EnvelopeAddress(local.toString(), sign < 0 ? "" : text.substring(sign + 1));
    }

    private static final class Scan {
        private final String text;
        private final int end;
        private final List<AddressSpot> found = new ArrayList<>();
        /** Words with a sign in them that are an address if no angle bracket follows before the next comma. */
        private final List<AddressSpot> perhaps = new ArrayList<>();

        private int at;

        Scan(String text, int start, int end) {
            this.text = text;
            this.at = start;
            this.end = end;
        }

        List<AddressSpot> run() {
            while (at < end) {
                switch (text.charAt(at)) {
                    case '(' -> comment();
                    case '<' -> {
                        perhaps.clear();
                        angle();
                    }
                    case ',', ';', ':' -> {
                        settle();
                        at++;
                    }
                    case ' ', '\t', '\r', '\n', ')', '>' -> at++;
                    default -> word();
                }
            }
            settle();
            return found;
        }

        private void settle() {
            found.addAll(perhaps);
            perhaps.clear();
        }

        private void comment() {
            int depth = 0;
            while (at < end) {
                char c = text.charAt(at++);
                if (c == '\\') {
                    at++;
                } else if (c == '(') {
                    depth++;
                } else if (c == ')' && --depth == 0) {
                    return;
                }
            }
        }

        private void quoted() {
            at++;
            while (at < end && text.charAt(at) != '"') {
                at += text.charAt(at) == '\\' ? 2 : 1;
            }
            at = Math.min(end, at + 1);
        }

        private void angle() {
            int start = ++at;
            while (at < end && text.charAt(at) != '>') {
                if (text.charAt(at) == '"') {
                    quoted();
                } else {
                    at++;
                }
            }
            int from = start;
            int to = at;
            // RFC 5322 §4.4: a route before it.
            if (from < to && text.charAt(from) == '@') {
                int colon = text.indexOf(':', from);
                from = colon < 0 || colon > to ? to : colon + 1;
            }
            while (from < to && text.charAt(from) == ' ') {
                from++;
            }
            while (from < to && text.charAt(to - 1) == ' ') {
                to--;
            }
            if (isAddress(from, to)) {
                found.add(new AddressSpot(from, to));
            }
            at++;
        }

        private void word() {
            int from = at;
            while (at < end && " \t\r\n,;:<>()".indexOf(text.charAt(at)) < 0) {
                if (text.charAt(at) == '"') {
                    quoted();
                } else {
                    at++;
                }
            }
            if (isAddress(from, at)) {
                perhaps.add(new AddressSpot(from, at));
            }
        }

        private boolean isAddress(int from, int to) {
            boolean isQuoted = from < to && text.charAt(from) == '"';
            int sign = text.lastIndexOf('@', to - 1);
            if (sign <= from || sign >= to - 1) {
                return false;
            }
            for (int i = from; i < to; i++) {
                char c = text.charAt(i);
                if (c <= ' ' && !(isQuoted && c == ' ') || c == '(' || c == 0x7f) {
                    return false;
                }
            }
            return true;
        }
    }
}
