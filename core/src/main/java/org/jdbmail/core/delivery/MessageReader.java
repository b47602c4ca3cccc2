package org.jdbmail.core.delivery;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jdbmail.core.smtp.DotDecoder;

/**
 * Moves message data from the inbox to the spool. Data that is too big is still read to its end, so that the peer can be
 * told why it is refused; but not for ever.
 */
public final class MessageReader {
    /** What is read beyond the limit before we give up on a peer. */
    private static final long MAX_DRAINED = 256L << 20;

    private final Peek peek;
    private final Skip skip;
    private final long most;

    /** Looks at what a peer sends, as it comes. */
    @FunctionalInterface
    public interface Peek {
        /** What is there, at least one octet; waits for it. Only valid until the next call. */
        ByteBuffer peek() throws IOException;
    }

    /** Takes away what was looked at. */
    @FunctionalInterface
    public interface Skip {
        /** Takes octets away. */
        void skip(long count) throws IOException;
    }

    /** @param largest octets that a message may have */
    public MessageReader(Peek peek, Skip skip, long largest) {
        this.peek = peek;
        this.skip = skip;
        this.most = largest + MAX_DRAINED;
    }

    /** Reads data up to the line with a dot alone; false if it does not end within what we are ready to read. */
    public boolean untilDot(Spool spool) throws IOException {
        return untilDot(spool, spool);
    }

    /** As above, by way of something that passes all on to the spool. */
    public boolean untilDot(Spool spool, DotDecoder.Sink sink) throws IOException {
        DotDecoder decoder = new DotDecoder();
        while (spool.size() <= most) {
            ByteBuffer piece = peek.peek();
            int before = piece.position();
            boolean ended = decoder.decode(piece, sink);
            skip.skip(piece.position() - before);
            if (ended) {
                return true;
            }
        }
        return false;
    }

    /** Reads the octets of a chunk; false if there are more than we are ready to read. */
    public boolean chunk(long size, Spool spool) throws IOException {
        return chunk(size, spool, spool);
    }

    /** As above, by way of something that passes all on to the spool. */
    public boolean chunk(long size, Spool spool, DotDecoder.Sink sink) throws IOException {
        long left = size;
        while (left > 0 && spool.size() <= most) {
            ByteBuffer piece = peek.peek();
            int count = (int) Math.min(left, piece.remaining());
            sink.take(piece, piece.position(), piece.position() + count);
            skip.skip(count);
            left -= count;
        }
        return left == 0;
    }

    /** Throws octets away; false if there are more than we are ready to read. */
    public boolean discard(long size) throws IOException {
        skip.skip(Math.min(size, most));
        return size <= most;
    }
}
