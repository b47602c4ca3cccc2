package org.jdbmail.pop3d;

import java.io.IOException;
import java.util.Arrays;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.wire.Outbox;

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
    static final byte[] CRLF = {'\r', '\n'};

    private static final int CHUNK = 8 * 1024;

    private final Outbox out;

    MessageWriter(Outbox out) {
        this.out = out;
    }

    /** Octets of the answer to RETR, without stuffing and the last line. */
    static long octets(MessageBytes message) {
        int size = message.size();
        boolean isEnded = size == 0 || size > 1 && Arrays.equals(message.slice(size - 2, size), CRLF);
        return isEnded ? size : size + (long) CRLF.length;
    }

    /** Sends a whole message. */
    void write(MessageBytes message) throws IOException {
        write(message, message.size());
    }

    /** Sends the header and so many lines of the body. */
    void writeTop(MessageBytes message, int lines) throws IOException {
        write(message, topLength(message, lines));
    }

    private void write(MessageBytes message, int length) throws IOException {
        DotStuffing answer = new DotStuffing(out);
        message.writeTo(answer, 0, length);
        answer.end();
    }

    /** Where the header, its blank line and so many lines more end. */
    private static int topLength(MessageBytes message, int lines) {
        int length = message.size();
        boolean inBody = false;
        boolean emptySoFar = true;
        int left = lines;
        byte[] chunk = new byte[Math.min(CHUNK, length)];
        for (int at = 0; at < length; ) {
            int count = Math.min(CHUNK, length - at);
            message.read(at, chunk, 0, count);
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
