package org.jdbmail.lmtpd;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jdbmail.core.delivery.Spool;
import org.jdbmail.core.smtp.DotDecoder;
import org.jdbmail.wire.Inbox;

/**
 * Moves message data from the inbox to the spool. Data that is too big is still read to its end, so that the peer can be
 * told why it is refused; but not for ever.
 */
final class MessageReader {
    /** What is read beyond the limit before we give up on a peer. */
    private static final long MAX_DRAINED = 256L << 20;

    private final Inbox in;
    private final long most;

    MessageReader(Inbox in, LmtpOptions settings) {
        this.in = in;
        this.most = settings.limits().messageOctets() + MAX_DRAINED;
    }

    /** Reads data up to the line with a dot alone; false if it does not end within what we are ready to read. */
    boolean untilDot(Spool spool) throws IOException {
        DotDecoder decoder = new DotDecoder();
        while (spool.size() <= most) {
            ByteBuffer piece = in.peek();
            int before = piece.position();
            boolean ended = decoder.decode(piece, spool);
            in.skip(piece.position() - before);
            if (ended) {
                return true;
            }
        }
        return false;
    }

    /** Reads the octets of a chunk; false if there are more than we are ready to read. */
    boolean chunk(long size, Spool spool) throws IOException {
        long left = size;
        while (left > 0 && spool.size() <= most) {
            ByteBuffer piece = in.peek();
            int count = (int) Math.min(left, piece.remaining());
            spool.take(piece, piece.position(), piece.position() + count);
            in.skip(count);
            left -= count;
        }
        return left == 0;
    }

    /** Throws octets away; false if there are more than we are ready to read. */
    boolean discard(long size) throws IOException {
        in.skip(Math.min(size, most));
        return size <= most;
    }
}
