package org.jdbmail.authenticity.dkim;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Hashes a body that comes piece by piece, in one form, holding nothing but a buffer. Used by one thread. */
final class BodyDigest {
    private static final int BUFFER = 8 * 1024;

    private final BodyForm form;
    private final MessageDigest digest = sha256();
    private final byte[] buffer = new byte[BUFFER];
    private int buffered;
    private long left;
    private long length;

    /** Line ends that are not yet known to be followed by anything. */
    private long lineEnds;

    /** Whether the last octet was a CR, and whether white space has come that may be followed by something in its line. */
    private boolean isReturn;

    private boolean isSpace;

    BodyDigest(BodyForm form) {
        this.form = form;
        this.left = form.limit();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Takes the next piece. */
    void update(byte[] piece, int from, int to) {
        boolean isRelaxed = form.canon() == Canon.RELAXED;
        int at = from;
        while (at < to) {
            byte octet = piece[at];
            if (isReturn) {
                isReturn = false;
                if (octet == '\n') {
                    lineEnds++;
                    isSpace = false;
                    at++;
                    continue;
                }
                content();
                put((byte) '\r');
            }
            if (octet == '\r') {
                isReturn = true;
                at++;
            } else if (isRelaxed && isBlank(octet)) {
                isSpace = true;
                at++;
            } else {
                int end = at + 1;
                while (end < to && piece[end] != '\r' && !(isRelaxed && isBlank(piece[end]))) {
                    end++;
                }
                content();
                put(piece, at, end);
                at = end;
            }
        }
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    /** What has been put off comes before an octet that stays. */
    private void content() {
        for (; lineEnds > 0; lineEnds--) {
            put((byte) '\r');
            put((byte) '\n');
        }
        if (isSpace) {
            isSpace = false;
            put((byte) ' ');
        }
    }

    private void put(byte octet) {
        length++;
        if (left > 0) {
            left--;
            if (buffered == BUFFER) {
                flush();
            }
            buffer[buffered++] = octet;
        }
    }

    private void put(byte[] octets, int from, int to) {
        length += to - from;
        int count = (int) Math.min(left, to - from);
        left -= count;
        if (buffered + count > BUFFER) {
            flush();
        }
        if (count > BUFFER) {
            digest.update(octets, from, count);
        } else {
            System.arraycopy(octets, from, buffer, buffered, count);
            buffered += count;
        }
    }

    private void flush() {
        digest.update(buffer, 0, buffered);
        buffered = 0;
    }

    // RFC 6376 §3.4.3 and §3.4.4: lines without anything at the end don't count; simple makes one of nothing.
    BodyHash finish() {
        if (isReturn) {
            content();
            put((byte) '\r');
        }
        lineEnds = 0;
        if (length > 0 || form.canon() == Canon.SIMPLE) {
            put((byte) '\r');
            put((byte) '\n');
        }
        flush();
        return new BodyHash(digest.digest(), length);
    }
}
