package org.jdbmail.mime.bytes;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * A message in a file, as the spool of a large delivery has it. It is read with positional reads and not mapped: a
 * mapping that outlives its file ends the process with a signal, a read only ends in an exception.
 */
final class FileBytes implements MessageBytes {
    private static final int CHUNK = 64 * 1024;

    private final FileChannel file;
    private final int size;

    FileBytes(FileChannel file, int size) {
        this.file = file;
        this.size = size;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void read(int from, byte[] into, int at, int length) {
        Objects.checkFromIndexSize(from, length, size);
        ByteBuffer buffer = ByteBuffer.wrap(into, at, length);
        long position = from;
        try {
            while (buffer.hasRemaining()) {
                int count = file.read(buffer, position);
                if (count < 0) {
                    throw new EOFException("the file of a message became shorter while it was read");
                }
                position += count;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void writeTo(OutputStream out, int from, int to) throws IOException {
        Objects.checkFromToIndex(from, to, size);
        byte[] chunk = new byte[Math.min(CHUNK, to - from)];
        for (int position = from; position < to; ) {
            int count = Math.min(chunk.length, to - position);
            read(position, chunk, 0, count);
            out.write(chunk, 0, count);
            position += count;
        }
    }

    @Override
    public void update(MessageDigest digest, int from, int to) {
        Objects.checkFromToIndex(from, to, size);
        byte[] chunk = new byte[Math.min(CHUNK, to - from)];
        for (int position = from; position < to; ) {
            int count = Math.min(chunk.length, to - position);
            read(position, chunk, 0, count);
            digest.update(chunk, 0, count);
            position += count;
        }
    }
}
