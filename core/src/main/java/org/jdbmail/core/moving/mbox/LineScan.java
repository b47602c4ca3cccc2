package org.jdbmail.core.moving.mbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;

/** Goes through the lines of a file, however long they are, and keeps the beginning of the one where it is. */
final class LineScan {
    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private final byte[] line = new byte[Postmark.LONGEST + 1];
    private int length;
    private int filled;
    private int at;
    private long start;
    private long end;

    LineScan(InputStream in) {
        this.in = in;
    }

    /** Goes to the next line; false at the end. */
    boolean next() throws IOException {
        start = end;
        length = 0;
        while (true) {
            if (at == filled) {
                filled = in.read(buffer);
                at = 0;
                if (filled <= 0) {
                    filled = 0;
                    return end > start;
                }
            }
            byte b = buffer[at++];
            end++;
            if (b == '\n') {
                return true;
            }
            if (length < line.length) {
                line[length++] = b;
            }
        }
    }

    /** Where the line begins. */
    long start() {
        return start;
    }

    /** Where the next one begins. */
    long end() {
        return end;
    }

    /** The beginning of the line, without its end. */
    String text() {
        int to = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        return new String(line, 0, to, ISO_8859_1);
    }
}
