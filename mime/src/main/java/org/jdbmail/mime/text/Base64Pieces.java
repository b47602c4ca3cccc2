package org.jdbmail.mime.text;

import java.io.IOException;
import java.io.InputStream;
import org.jdbmail.mime.field.FieldValue;

/**
 * Decodes base64 (RFC 2045 §6.8) that was joined from several encodings. Mime4j ends at the first padding and drops what
 * isn't padded at the end, so that it gets one piece after the other, each with its padding.
 */
final class Base64Pieces extends InputStream {
    /** Each piece costs a decoder of its own; what is behind so many of them is not decoded. */
    private static final int MOST = 10_000;

    private final Source source;
    private int pieces = 1;
    private final byte[] one = new byte[1];
    private InputStream piece;

    Base64Pieces(InputStream encoded) {
        this.source = new Source(encoded);
        this.piece = OwnBuffers.base64(source);
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        int count = piece.read(into, at, length);
        while (count < 0 && pieces < MOST && source.next()) {
            pieces++;
            piece = OwnBuffers.base64(source);
            count = piece.read(into, at, length);
        }
        return count;
    }

    /** The encoded body, in pieces that end after an equals sign. */
    private static final class Source extends InputStream {
        private final InputStream in;
        private final byte[] buffer = new byte[8 * 1024];
        private int position;
        private int limit;
        private boolean padded;

        Source(InputStream in) {
            this.in = in;
        }

        private boolean atEnd() throws IOException {
            if (position == limit) {
                position = 0;
                limit = Math.max(0, in.read(buffer));
            }
            return limit == 0;
        }

        /** Passes the rest of the padding; false if nothing is behind it. */
        boolean next() throws IOException {
            while (!atEnd()) {
                byte b = buffer[position];
                if (b != '=' && !FieldValue.isSpace(b)) {
                    return true;
                }
                position++;
            }
            return false;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int at, int length) throws IOException {
            if (atEnd()) {
                if (padded) {
                    return -1;
                }
                padded = true;
                into[at] = '=';
                return 1;
            }
            int most = Math.min(limit, position + length);
            int start = position;
            boolean more = true;
            while (more && position < most) {
                more = buffer[position++] != '=';
            }
            System.arraycopy(buffer, start, into, at, position - start);
            return position - start;
        }
    }
}
