package org.jdbmail.mime.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jdbmail.mime.Checkpoint;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.field.TransferEncoding;
import org.jdbmail.mime.structure.MimePart;

/**
 * The body of a part without its transfer encoding (RFC 3516), read piece by piece: once for its exact size, and again for each
 * writing, so that no large attachment is ever in memory.
 */
public final class DecodedPart {
    private static final int CHUNK = 16 * 1024;

    private final MessageBytes message;
    private final MimePart part;
    private final TransferEncoding encoding;
    private final Checkpoint checkpoint;
    private long size;
    private boolean hasNul;

    /** @param checkpoint passed between the pieces */
    public DecodedPart(MessageBytes message, MimePart part, Checkpoint checkpoint) {
        this.message = message;
        this.part = part;
        // RFC 2045 §6.4: what has parts is not encoded, whatever it says.
        this.encoding = part.kind() == MimePart.Kind.LEAF ? part.encoding() : TransferEncoding.IDENTITY;
        this.checkpoint = checkpoint;
        measure();
    }

    /** Whether the encoding of a part is one that can be undone (RFC 3516 §4.3, UNKNOWN-CTE). */
    public static boolean canDecode(MimePart part) {
        return part.kind() != MimePart.Kind.LEAF || TransferEncoding.isKnown(part.encodingName());
    }

    private InputStream open() {
        return TransferDecoder.of(encoding, message.stream(part.bodyStart(), part.bodyEnd()));
    }

    private void measure() {
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
     * Writes a stretch.
     *
     * @param from first byte
     * @param to after the last byte, at most {@link #size}
     */
    public void writeTo(OutputStream out, long from, long to) throws IOException {
        try (InputStream in = open()) {
            byte[] piece = new byte[CHUNK];
            long at = 0;
            while (at < to) {
                int length = in.read(piece);
                if (length < 0) {
                    throw new IllegalStateException("a part has become shorter");
                }
                int start = (int) Math.min(length, Math.max(0, from - at));
                int end = (int) Math.min(length, to - at);
                if (start < end) {
                    out.write(piece, start, end - start);
                }
                at += length;
            }
        }
    }
}
