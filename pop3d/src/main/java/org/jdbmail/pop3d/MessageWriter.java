package org.jdbmail.pop3d;

import org.jdbmail.core.mime.MessageBytes;
import org.jdbmail.wire.Outbox;
import org.jdbmail.wire.WireException;

/**
 * Sends messages as multi-line answers (RFC 1939 §3): a dot at the start of a line is doubled, and a line with a dot alone
 * ends the answer.
 *
 * <p>The octets are sent as they were received. Two things about that are ours to decide. A message that does not end with
 * CRLF gets one more, since the last line has to stand alone. And a line starts for us behind every line feed, also one
 * without its CR: nearly all clients read that way, and one of them would take LF, dot, CRLF inside of a message for its
 * end.
 */
final class MessageWriter {
    private static final int CHUNK = 32 * 1024;
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] END = {'.', '\r', '\n'};

    private final Outbox out;
    private byte[] chunk = new byte[0];

    MessageWriter(Outbox out) {
        this.out = out;
    }

    /** Sends a whole message. */
    void write(MessageBytes message) throws WireException {
        write(message, message.size());
    }

    /** Sends the header and so many lines of the body. */
    void writeTop(MessageBytes message, int lines) throws WireException {
        write(message, topLength(message, lines));
    }

    private void write(MessageBytes message, int length) throws WireException {
        byte previous = '\n';
        byte beforePrevious = '\r';
        for (int at = 0; at < length; ) {
            int count = fill(message, at, length);
            int sent = 0;
            for (int i = 0; i < count; i++) {
                byte octet = chunk[i];
                if (octet == '.' && previous == '\n') {
                    out.write(chunk, sent, i - sent);
                    out.write('.');
                    sent = i;
                }
                beforePrevious = previous;
                previous = octet;
            }
            out.write(chunk, sent, count - sent);
            at += count;
        }
        if (previous != '\n' || beforePrevious != '\r') {
            out.write(CRLF);
        }
        out.write(END);
    }

    private int fill(MessageBytes message, int at, int length) {
        int count = Math.min(CHUNK, length - at);
        if (chunk.length < count) {
            chunk = new byte[count < CHUNK / 4 ? CHUNK / 4 : CHUNK];
        }
        message.read(at, chunk, 0, count);
        return count;
    }

    /** Where the header, its blank line and so many lines more end. */
    private int topLength(MessageBytes message, int lines) {
        int length = message.size();
        boolean inBody = false;
        boolean emptySoFar = true;
        int left = lines;
        for (int at = 0; at < length; ) {
            int count = fill(message, at, length);
            for (int i = 0; i < count; i++) {
                byte octet = chunk[i];
                if (octet == '\n') {
                    if (inBody) {
                        left--;
                    } else {
                        inBody = emptySoFar;
                    }
                    if (inBody && left == 0) {
                        return at + i + 1;
                    }
                    emptySoFar = true;
                } else if (octet != '\r') {
                    emptySoFar = false;
                }
            }
            at += count;
        }
        return length;
    }
}
