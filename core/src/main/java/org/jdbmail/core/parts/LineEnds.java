package org.jdbmail.core.parts;

import java.util.Arrays;

/** Turns the line ends of a message into DBMail's bare LF, and back into the CRLF of the wire. */
final class LineEnds {
    private LineEnds() {}

    /** A copy with CRLF for every LF that has no CR before it. */
    static byte[] toCrlf(byte[] text) {
        int bare = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) {
                bare++;
            }
        }
        byte[] out = new byte[Math.addExact(text.length, bare)];
        int n = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) {
                out[n++] = '\r';
            }
            out[n++] = text[i];
        }
        return out;
    }

    /** A copy with LF for every CRLF; a CR elsewhere stays. */
    static byte[] toLf(byte[] text) {
        byte[] out = new byte[text.length];
        int n = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '\r' && i + 1 < text.length && text[i + 1] == '\n') {
                continue;
            }
            out[n++] = text[i];
        }
        return n == text.length ? out : Arrays.copyOf(out, n);
    }
}
