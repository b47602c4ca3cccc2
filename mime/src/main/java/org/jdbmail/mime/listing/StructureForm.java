package org.jdbmail.mime.listing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jdbmail.mime.MimeLimits;

/**
 * Makes other forms of a BODYSTRUCTURE that {@link BodyStructure} wrote. Without its extension data it is exactly the BODY of
 * the same message: that data always stands last in its parentheses (RFC 3501 §9, body-ext-1part, body-ext-mpart).
 * Without the envelopes, structures and lines of message/global parts it is one that a client of IMAP4rev1 can read, to
 * whom only message/rfc822 has these (RFC 3501 §9, media-message).
 */
final class StructureForm {
    private final byte[] in;
    private final byte[] out;
    private int at;
    private int length;
    private final boolean extended;
    private final boolean global;
    private int depth;

    StructureForm(byte[] whole, boolean extended, boolean global) {
        this.in = whole;
        this.extended = extended;
        this.global = global;
        this.out = new byte[whole.length];
    }

    byte[] convert() {
        try {
            body();
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("a BODYSTRUCTURE ends too early", e);
        }
        return Arrays.copyOf(out, length);
    }

    private void body() {
        // The root and what is in a message part are one level each, however deep the parts are.
        if (++depth > 2 * MimeLimits.DEPTH) {
            throw new IllegalArgumentException("a BODYSTRUCTURE is nested too deeply");
        }
        copy('(');
        if (in[at] == '(') {
            while (in[at] == '(') {
                body();
            }
            copy(' ');
            value(true);
        } else {
            single();
        }
        while (in[at] != ')') {
            if (extended) {
                copy(' ');
            } else {
                expect(' ');
            }
            value(extended);
        }
        copy(')');
        depth--;
    }

    private void single() {
        int start = at;
        value(true);
        copy(' ');
        value(true);
        String type = new String(in, start, at - start, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        // parameters, id, description, encoding, size
        for (int i = 0; i < 5; i++) {
            copy(' ');
            value(true);
        }
        boolean isGlobal = type.equals("\"message\" \"global\"");
        if (isGlobal && !global) {
            for (int i = 0; i < 3; i++) {
                expect(' ');
                value(false);
            }
            return;
        }
        boolean message = isGlobal || type.equals("\"message\" \"rfc822\"");
        if (message) {
            copy(' ');
            value(true);
            copy(' ');
            body();
        }
        if (message || type.startsWith("\"text\" ")) {
            copy(' ');
            value(true);
        }
    }

    private void expect(char c) {
        if (in[at++] != c) {
            throw new IllegalArgumentException("a BODYSTRUCTURE has something else where '" + c + "' belongs");
        }
    }

    private void copy(char c) {
        expect(c);
        out[length++] = (byte) c;
    }

    /** Passes a string, NIL, a number, or a list of such things; lists need no recursion. */
    private void value(boolean keep) {
        int start = at;
        int open = 0;
        do {
            switch (in[at]) {
                case '(' -> {
                    open++;
                    at++;
                }
                case ')' -> {
                    open--;
                    at++;
                }
                case ' ' -> at++;
                case '"' -> quoted();
                case '{' -> literal();
                default -> atom();
            }
        } while (open > 0);
        if (keep) {
            System.arraycopy(in, start, out, length, at - start);
            length += at - start;
        }
    }

    private void quoted() {
        at++;
        while (in[at] != '"') {
            at += in[at] == '\\' ? 2 : 1;
        }
        at++;
    }

    private void literal() {
        int count = 0;
        for (at++; in[at] != '}'; at++) {
            count = Math.addExact(Math.multiplyExact(count, 10), in[at] - '0');
        }
        at = Math.addExact(at, 3 + count);
    }

    private void atom() {
        int start = at;
        while (in[at] != ' ' && in[at] != ')' && in[at] != '(') {
            at++;
        }
        if (at == start) {
            throw new IllegalArgumentException("a BODYSTRUCTURE has an empty value");
        }
    }
}
