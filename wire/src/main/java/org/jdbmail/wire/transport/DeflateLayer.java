package org.jdbmail.wire.transport;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Compression of one connection, both ways, by DEFLATE without a header (RFC 4978 §4, RFC 1951). What comes in is unpacked only as it
 * is asked for, a piece at a time: however much a peer packs into a few bytes, it takes no more room than its session wants. What
 * goes out is packed so that the peer can unpack all of it at once. Used by the session's thread.
 */
public final class DeflateLayer implements AutoCloseable {
    /** The most that is unpacked at once. */
    private static final int PIECE = 16 * 1024;

    /** Packed bytes are taken in so many at a time. */
    private static final int PACKED = 4 * 1024;

    /** Where packed bytes go. */
    @FunctionalInterface
    public interface Sink {
        void send(byte[] bytes, int off, int len) throws WireException;
    }

    /** Moves what has come of packed bytes to the queue, without waiting; false if nothing has. */
    @FunctionalInterface
    public interface Source {
        boolean pull(ByteQueue packed) throws WireException;
    }

    private final Inflater inflater = new Inflater(true);
    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final ByteQueue packed;
    private final byte[] input = new byte[PACKED];

    /** @param packed packed bytes that have come already; from now on the layer's own */
    public DeflateLayer(ByteQueue packed) {
        this.packed = packed;
    }

    /** Whether the peer has said that no more will come. */
    public boolean inputEnded() {
        return inflater.finished();
    }

    /** Unpacks a piece of what has come, without waiting; false if nothing has come that makes a byte. */
    public boolean unpack(ByteQueue plain, Source source) throws WireException {
        byte[] piece = new byte[PIECE];
        try {
            while (!inflater.finished()) {
                int n = inflater.inflate(piece);
                if (n > 0) {
                    plain.add(piece, 0, n);
                    return true;
                }
                if (inflater.needsDictionary()) {
                    throw new WireException.BadCompression();
                }
                if (packed.isEmpty() && !source.pull(packed)) {
                    return false;
                }
                inflater.setInput(input, 0, packed.take(input, 0, input.length));
            }
            return false;
        } catch (DataFormatException e) {
            throw new WireException.BadCompression();
        }
    }

    /** Packs, and sends all that the peer needs to unpack it. */
    public void pack(byte[] bytes, int off, int len, Sink sink) throws WireException {
        deflater.setInput(bytes, off, len);
        byte[] out = new byte[Math.clamp(len, 128, PIECE)];
        int n;
        do {
            n = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
            if (n > 0) {
                sink.send(Arrays.copyOf(out, n), 0, n);
            }
        } while (n == out.length);
    }

    /** Gives back the memory outside the heap that both directions take. */
    @Override
    public void close() {
        inflater.end();
        deflater.end();
        packed.clear();
    }
}
