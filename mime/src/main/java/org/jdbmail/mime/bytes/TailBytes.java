package org.jdbmail.mime.bytes;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Objects;

/** What stands behind the first octets of a message, as a message of its own. */
final class TailBytes implements MessageBytes {
    private final MessageBytes whole;
    private final int skipped;

    TailBytes(MessageBytes whole, int skipped) {
        Objects.checkIndex(skipped, whole.size() + 1);
        this.whole = whole;
        this.skipped = skipped;
    }

    @Override
    public int size() {
        return whole.size() - skipped;
    }

    @Override
    public void read(int from, byte[] into, int at, int length) {
        Objects.checkFromIndexSize(from, length, size());
        whole.read(skipped + from, into, at, length);
    }

    @Override
    public void writeTo(OutputStream out, int from, int to) throws IOException {
        Objects.checkFromToIndex(from, to, size());
        whole.writeTo(out, skipped + from, skipped + to);
    }

    @Override
    public void update(MessageDigest digest, int from, int to) {
        Objects.checkFromToIndex(from, to, size());
        whole.update(digest, skipped + from, skipped + to);
    }
}
