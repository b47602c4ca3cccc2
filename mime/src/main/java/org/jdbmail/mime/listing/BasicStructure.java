package org.jdbmail.mime.listing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jdbmail.mime.MimeLimits;

/**
 * Takes the extension data out of a BODYSTRUCTURE that {@link BodyStructure} wrote, which leaves exactly the BODY of the
 * same message: extension data always stands last in its parentheses (RFC 3501 §9, body-ext-1part, body-ext-mpart).
 */
final class BasicStructure {
    private final byte[] in;
    private final byte[] out;
    private int at;
    private int length;
    private int depth;

    BasicStructure(byte[] extended) {
        this.in = extended;
        this.out = new byte[extended.length];
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
            expect(' ');
            value(false);
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
        boolean message = type.equals("\"message\" \"rfc822\"") || type.equals("\"message\" \"global\"");
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
