package org.jdbmail.wire;

import java.io.IOException;
import java.io.InputStream;

/** A counted piece of the inbox, for readers that want a stream. */
final class InboxStream extends InputStream {
    private final Inbox inbox;
    private long left;

    InboxStream(Inbox inbox, long n) {
        this.inbox = inbox;
        this.left = n;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int off, int len) throws IOException {
        if (left == 0) {
            return -1;
        }
        int n = inbox.read(into, off, (int) Math.min(len, left));
        left -= n;
        return n;
    }

    @Override
    public void close() throws IOException {
        inbox.skip(left);
        left = 0;
    }
}
