package org.jdbmail.wire;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jdbmail.wire.transport.WireException;
import org.jspecify.annotations.Nullable;

/**
 * What the peer is told. Small pieces are gathered into chunks of up to 32 KiB, less where connections hold much; {@link #flush()} sends what is gathered,
 * and so does every read that has to wait. Writing waits while the peer takes nothing (a window of 256 KiB is under way at
 * most), and cuts the connection with {@link WireException.Timeout} when that lasts longer than the listener's write
 * time-out. Idle, an outbox holds no buffer. All methods belong to the session's thread.
 */
public final class Outbox {
    private static final int FIRST = 512;
    private static final int CHUNK = 32 * 1024;
    private static final byte[] NONE = new byte[0];

    private final Connection connection;
    private byte[] buffer = NONE;
    private int n;
    private int chunk = CHUNK;
    private long written;
    private @Nullable OutputStream stream;

    Outbox(Connection connection) {
        this.connection = connection;
    }

    /** Writes these, one after the other; copied, so that the arrays may change afterwards. */
    public void write(byte[]... pieces) throws WireException {
        for (byte[] piece : pieces) {
            write(piece, 0, piece.length);
        }
    }

    /** Writes a part of an array; copied. */
    public void write(byte[] bytes, int off, int len) throws WireException {
        written += len;
        int done = 0;
        while (done < len) {
            // A big piece goes through TLS or compression without a copy of its own.
            int large = n == 0 && connection.copies() ? connection.portion(CHUNK) : Integer.MAX_VALUE;
            if (len - done >= large) {
                connection.send(bytes, off + done, large);
                done += large;
            } else {
                int k = Math.min(len - done, room(len - done));
                System.arraycopy(bytes, off + done, buffer, n, k);
                n += k;
                done += k;
            }
        }
    }

    /** Writes the buffer's remaining bytes, and so empties it. */
    public void write(ByteBuffer bytes) throws WireException {
        written += bytes.remaining();
        while (bytes.hasRemaining()) {
            int k = Math.min(bytes.remaining(), room(bytes.remaining()));
            bytes.get(buffer, n, k);
            n += k;
        }
    }

    /** Writes one byte. */
    public void write(int b) throws WireException {
        room(1);
        buffer[n++] = (byte) b;
        written++;
    }

    /** Writes each character's low byte: for ASCII, and for text that carries bytes as ISO 8859-1. */
    public void writeAscii(String text) throws WireException {
        int len = text.length();
        written += len;
        int done = 0;
        while (done < len) {
            int k = Math.min(len - done, room(len - done));
            for (int i = 0; i < k; i++) {
                buffer[n + i] = (byte) text.charAt(done + i);
            }
            n += k;
            done += k;
        }
    }

    /** Sends what is gathered; waits only if too much is under way already. */
    public void flush() throws WireException {
        if (n > 0) {
            byte[] full = buffer;
            int len = n;
            release();
            connection.send(full, 0, len);
        }
    }

    /** This outbox as a stream; closing it does nothing. */
    public OutputStream stream() {
        OutputStream s = stream;
        if (s == null) {
            s = new OutboxStream(this);
            stream = s;
        }
        return s;
    }

    /** Bytes gathered and not yet sent. */
    public int pending() {
        return n;
    }

    long written() {
        return written;
    }

    private void release() {
        buffer = NONE;
        n = 0;
    }

    /** Makes room for at least one byte, better for {@code wanted}; how much there is. */
    private int room(int wanted) throws WireException {
        if (n == chunk) {
            byte[] full = buffer;
            // TLS and compression have read the array when send returns; the transport keeps it.
            if (connection.copies()) {
                n = 0;
            } else {
                release();
            }
            connection.send(full, 0, chunk);
        }
        if (n == 0) {
            chunk = connection.portion(CHUNK);
            if (buffer.length > chunk) {
                buffer = NONE;
            }
        }
        if (buffer.length - n < wanted && buffer.length < chunk) {
            int size = Math.max(FIRST, buffer.length);
            while (size < chunk && size - n < wanted) {
                size *= 4;
            }
            buffer = Arrays.copyOf(buffer, Math.min(size, chunk));
        }
        return buffer.length - n;
    }
}
