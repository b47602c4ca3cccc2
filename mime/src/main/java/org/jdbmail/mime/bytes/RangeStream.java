package org.jdbmail.mime.bytes;

import java.io.InputStream;
import java.util.Objects;

/** A range of a message as an input stream, for code that wants one. */
final class RangeStream extends InputStream {
    private final MessageBytes message;
    private final int end;
    private final byte[] one = new byte[1];
    private int position;

    RangeStream(MessageBytes message, int from, int to) {
        Objects.checkFromToIndex(from, to, message.size());
        this.message = message;
        this.position = from;
        this.end = to;
    }

    @Override
    public int read() {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int length) {
        if (length == 0) {
            return 0;
        }
        int count = Math.min(length, end - position);
        if (count <= 0) {
            return -1;
        }
        message.read(position, into, at, count);
        position += count;
        return count;
    }

    @Override
    public int available() {
        return end - position;
    }
}
