package org.jdbmail.mime.text;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jdbmail.mime.Checkpoint;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.field.TransferEncoding;
import org.jdbmail.mime.structure.MimePart;

/**
 * The body of a part without its transfer encoding (RFC 3516), read piece by piece: once for its exact size, and again for each
 * reading, so that no large attachment is ever in memory.
 */
public final class DecodedPart {
    private static final int CHUNK = 16 * 1024;

    private final MessageBytes message;
    private final MimePart part;
    private final TransferEncoding encoding;
    private long size;
    private boolean hasNul;

    /**
     * Measures it.
     *
     * @param checkpoint passed between the pieces
     */
    public DecodedPart(MessageBytes message, MimePart part, Checkpoint checkpoint) {
        this.message = message;
        this.part = part;
        // RFC 2045 §6.4: what has parts is not encoded, whatever it says.
        this.encoding = part.kind() == MimePart.Kind.LEAF ? part.encoding() : TransferEncoding.IDENTITY;
        measure(checkpoint);
    }

    /** Whether the encoding of a part is one that can be undone (RFC 3516 §4.3, UNKNOWN-CTE). */
    public static boolean canDecode(MimePart part) {
        return part.kind() != MimePart.Kind.LEAF || TransferEncoding.isKnown(part.encodingName());
    }

    private InputStream open() {
        return TransferDecoder.of(encoding, message.stream(part.bodyStart(), part.bodyEnd()));
    }

    private void measure(Checkpoint checkpoint) {
        try (InputStream in = open()) {
            byte[] piece = new byte[CHUNK];
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                checkpoint.pass();
                size += length;
                for (int i = 0; i < length && !hasNul; i++) {
                    hasNul = piece[i] == 0;
                }
            }
        } catch (IOException e) {
            // Neither a message nor Mime4j with a silent monitor throws it.
            throw new UncheckedIOException(e);
        }
    }

    /** Bytes in all. */
    public long size() {
        return size;
    }

    /** Whether one of them is 0, which IMAP's ordinary literals don't take. */
    public boolean hasNul() {
        return hasNul;
    }

    /**
     * A stretch of it, to be read once, by one thread at a time, each of which may be another; to be closed.
     *
     * @param from first byte
     * @param to after the last byte, at most {@link #size}
     */
    public Stretch stretch(long from, long to) {
        return new Stretch(open(), from, to - from);
    }

    /** Some of the bytes, decoded as they are asked for. */
    public static final class Stretch implements Closeable {
        private final InputStream in;
        private long before;
        private long left;

        private Stretch(InputStream in, long before, long left) {
            this.in = in;
            this.before = before;
            this.left = left;
        }

        /**
         * The next bytes.
         *
         * @param piece what to fill with them, as far as there are so many
         * @param checkpoint passed between the pieces of the work
         * @return how many they are; 0 at the end
         */
        public int next(byte[] piece, Checkpoint checkpoint) throws IOException {
            if (left == 0 || piece.length == 0) {
                // There is nothing to get to, and with no room nothing can be passed over.
                return 0;
            }
            while (before > 0) {
                before -= read(piece, 0, (int) Math.min(before, Math.min(piece.length, CHUNK)), checkpoint);
            }
            int most = (int) Math.min(left, piece.length);
            int n = 0;
            while (n < most) {
                n += read(piece, n, Math.min(most - n, CHUNK), checkpoint);
            }
            left -= n;
            return n;
        }

        private int read(byte[] piece, int at, int most, Checkpoint checkpoint) throws IOException {
            checkpoint.pass();
            int length = in.read(piece, at, most);
            if (length < 0) {
                throw new IllegalStateException("a part has become shorter");
            }
            return length;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
