package org.jdbmail.mime.bytes;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Objects;

/** A message in one array: the usual case, which the scanner reads in place. */
public final class ArrayBytes implements MessageBytes {
    private final byte[] array;
    private final int size;

    ArrayBytes(byte[] array, int size) {
        Objects.checkFromToIndex(0, size, array.length);
        this.array = array;
        this.size = size;
    }

    /** The array itself, for reading in place. */
    public byte[] array() {
        return array;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void read(int from, byte[] into, int at, int length) {
        Objects.checkFromIndexSize(from, length, size);
        System.arraycopy(array, from, into, at, length);
    }

    @Override
    public void writeTo(OutputStream out, int from, int to) throws IOException {
        Objects.checkFromToIndex(from, to, size);
        out.write(array, from, to - from);
    }

    @Override
    public void update(MessageDigest digest, int from, int to) {
        Objects.checkFromToIndex(from, to, size);
        digest.update(array, from, to - from);
    }
}
