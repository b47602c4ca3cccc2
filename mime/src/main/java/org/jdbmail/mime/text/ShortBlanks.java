package org.jdbmail.mime.text;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Shortens long runs of white space in a quoted-printable body, which can't be meant: RFC 2045 §6.7 allows lines of 76
 * characters, and no CR without LF. Mime4j holds a run back until it knows that it doesn't end the line, looks at all of
 * it again for each CR without LF, and moves it down piece by piece; a body of nothing else would take quadratic time.
 */
final class ShortBlanks extends FilterInputStream {
    /** White space that may stand in a row. */
    static final int MOST = 200;

    /** What a CR counts for. */
    private static final int CR = 50;

    private int run;

    ShortBlanks(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        int kept = 0;
        while (kept == 0) {
            int count = in.read(into, at, length);
            if (count <= 0) {
                return count;
            }
            kept = keep(into, at, at + count) - at;
        }
        return kept;
    }

    private int keep(byte[] bytes, int from, int to) {
        int end = from;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            boolean blank = b >= 0 && b != '\n' && Character.isWhitespace(b);
            run = blank ? Math.min(MOST + 1, run + (b == '\r' ? CR : 1)) : 0;
            if (run <= MOST) {
                bytes[end++] = b;
            }
        }
        return end;
    }
}
