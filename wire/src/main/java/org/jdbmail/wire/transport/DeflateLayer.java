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

    /** How an empty last block begins (RFC 1951 §3.2.3), as no command does. */
    private static final byte EMPTY_LAST_BLOCK = 3;

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

    /** Whether the session has said that nothing more is compressed. */
    private boolean isOver;

    /** Whether what comes is not compressed any more, without the peer having told an end. */
    private boolean isPlain;

    /** Whether the peer has begun to tell the end. */
    private boolean isEnding;

    private int given;

    /** @param packed packed bytes that have come already; from now on the layer's own */
    public DeflateLayer(ByteQueue packed) {
        this.packed = packed;
    }

    /** Whether the peer has said that no more will come. */
    public boolean inputEnded() {
        return !isOver && inflater.finished();
    }

    /** Whether nothing that is said is compressed any more. */
    public boolean isOver() {
        return isOver;
    }

    /** Unpacks a piece of what has come, without waiting; false if nothing has come that makes a byte. */
    public boolean unpack(ByteQueue plain, Source source) throws WireException {
        if (isOver) {
            return passOn(plain, source);
        }
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
                given = packed.take(input, 0, input.length);
                inflater.setInput(input, 0, given);
            }
            return false;
        } catch (DataFormatException e) {
            throw new WireException.BadCompression();
        }
    }

    /** Moves what is not compressed. The peer may end its compressed data now, or have left off without that. */
    private boolean passOn(ByteQueue plain, Source source) throws WireException {
        while (!inflater.finished() && !isPlain) {
            if (packed.isEmpty() && !source.pull(packed)) {
                return false;
            }
            if (!isEnding && packed.at(0) != EMPTY_LAST_BLOCK) {
                isPlain = true;
            } else {
                isEnding = true;
                endBy(packed.take(input, 0, 1));
            }
        }
        byte[] rest = new byte[packed.size()];
        if (packed.take(rest, 0, rest.length) > 0) {
            plain.add(rest, 0, rest.length);
            return true;
        }
        return source.pull(plain);
    }

    private void endBy(int length) throws WireException {
        try {
            inflater.setInput(input, 0, length);
            if (inflater.inflate(new byte[1]) > 0) {
                throw new WireException.BadCompression();
            }
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

    /**
     * Packs the last that is compressed, and takes nothing that comes behind what was read for compressed any more (RFC 8437 §4.1).
     * What comes then is given as it is, but for the end of the peer's compressed data.
     */
    public void end(byte[] last, Sink sink) throws WireException {
        deflater.setInput(last);
        deflater.finish();
        byte[] out = new byte[Math.max(last.length, 128)];
        while (!deflater.finished()) {
            int n = deflater.deflate(out);
            sink.send(Arrays.copyOf(out, n), 0, n);
        }
        int left = inflater.getRemaining();
        byte[] behind = new byte[packed.size()];
        packed.take(behind, 0, behind.length);
        packed.add(Arrays.copyOfRange(input, given - left, given), 0, left);
        packed.add(behind, 0, behind.length);
        isOver = true;
    }

    /** Gives back the memory outside the heap that both directions take. */
    @Override
    public void close() {
        inflater.end();
        deflater.end();
        packed.clear();
    }
}
