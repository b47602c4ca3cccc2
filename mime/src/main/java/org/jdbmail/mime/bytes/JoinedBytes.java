package org.jdbmail.mime.bytes;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Objects;

/** A message with other octets before it. */
final class JoinedBytes implements MessageBytes {
    private final byte[] before;
    private final MessageBytes rest;

    JoinedBytes(byte[] before, MessageBytes rest) {
        Math.addExact(before.length, rest.size());
        this.before = before;
        this.rest = rest;
    }

    @Override
    public int size() {
        return before.length + rest.size();
    }

    private int inBefore(int offset) {
        return Math.min(offset, before.length);
    }

    private int inRest(int offset) {
        return Math.max(0, offset - before.length);
    }

    @Override
    public void read(int from, byte[] into, int at, int length) {
        Objects.checkFromIndexSize(from, length, size());
        int first = inBefore(from + length) - inBefore(from);
        System.arraycopy(before, inBefore(from), into, at, first);
        rest.read(inRest(from), into, at + first, length - first);
    }

    @Override
    public void writeTo(OutputStream out, int from, int to) throws IOException {
        Objects.checkFromToIndex(from, to, size());
        out.write(before, inBefore(from), inBefore(to) - inBefore(from));
        rest.writeTo(out, inRest(from), inRest(to));
    }

    @Override
    public void update(MessageDigest digest, int from, int to) {
        Objects.checkFromToIndex(from, to, size());
        digest.update(before, inBefore(from), inBefore(to) - inBefore(from));
        rest.update(digest, inRest(from), inRest(to));
    }
}
