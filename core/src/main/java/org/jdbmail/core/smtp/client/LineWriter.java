package org.jdbmail.core.smtp.client;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes octets as lines of mail. Every line ends in CRLF and in nothing else: a lone CR or LF, in which one server sees the end of a
 * line and another does not, would let a message smuggle commands (RFC 5321 §2.3.8, §4.1.1.4). A lone LF becomes CRLF, a lone CR a space.
 */
final class LineWriter {
    private static final byte[] END = {'\r', '\n'};

    private final OutputStream out;
    private final boolean isStuffed;
    private boolean atStart = true;
    private boolean afterCr;

    LineWriter(OutputStream out, boolean isStuffed) {
        this.out = out;
        this.isStuffed = isStuffed;
    }

    void write(byte[] octets, int count) throws IOException {
        for (int at = 0; at < count; ) {
            // What is neither the end of a line nor its beginning goes out in one piece.
            int end = at;
            while (end < count && octets[end] != '\r' && octets[end] != '\n') {
                end++;
            }
            if (end == at || afterCr || atStart) {
                write(octets[at++]);
            } else {
                out.write(octets, at, end - at);
                at = end;
            }
        }
    }

    private void write(byte octet) throws IOException {
        if (octet == '\n') {
            afterCr = false;
            endLine();
            return;
        }
        if (afterCr) {
            afterCr = false;
            put((byte) ' ');
        }
        if (octet == '\r') {
            afterCr = true;
        } else {
            put(octet);
        }
    }

    private void put(byte octet) throws IOException {
        // RFC 5321 §4.5.2
        if (atStart && isStuffed && octet == '.') {
            out.write('.');
        }
        out.write(octet);
        atStart = false;
    }

    private void endLine() throws IOException {
        out.write(END, 0, END.length);
        atStart = true;
    }

    /** Ends the last line if it has no end. */
    void end() throws IOException {
        afterCr = false;
        if (!atStart) {
            endLine();
        }
    }
}
