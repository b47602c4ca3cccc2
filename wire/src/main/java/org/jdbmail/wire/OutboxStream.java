package org.jdbmail.wire;

import java.io.IOException;
import java.io.OutputStream;

/** The outbox, for writers that want a stream. */
final class OutboxStream extends OutputStream {
    private final Outbox outbox;

    OutboxStream(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public void write(int b) throws IOException {
        outbox.write(b);
    }

    @Override
    public void write(byte[] bytes, int off, int len) throws IOException {
        outbox.write(bytes, off, len);
    }

    @Override
    public void flush() throws IOException {
        outbox.flush();
    }
}
