package org.jdbmail.pop3d;

import java.io.OutputStream;
import org.jdbmail.wire.Outbox;
import org.jdbmail.wire.transport.WireException;

/** Takes the octets of one multi-line answer, in any pieces, and sends them with the dots doubled that need it. */
final class DotStuffing extends OutputStream {
    private static final byte[] END = {'.', '\r', '\n'};

    private final Outbox out;
    /** The last two octets; an answer begins as if a line had just ended. */
    private int last = '\n';

    private int beforeLast = '\r';

    DotStuffing(Outbox out) {
        this.out = out;
    }

    @Override
    public void write(int octet) throws WireException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws WireException {
        if (length == 0) {
            return;
        }
        int end = offset + length;
        int sent = offset;
        if (last == '\n' && octets[offset] == '.') {
            out.write('.');
        }
        for (int i = offset; i < end - 1; i++) {
            if (octets[i] == '\n' && octets[i + 1] == '.') {
                out.write(octets, sent, i + 1 - sent);
                out.write('.');
                sent = i + 1;
            }
        }
        out.write(octets, sent, end - sent);
        beforeLast = length > 1 ? octets[end - 2] : last;
        last = octets[end - 1];
    }

    /** Ends the answer, and the last line before if nothing else did. */
    void end() throws WireException {
        if (last != '\n' || beforeLast != '\r') {
            out.write(MessageWriter.CRLF);
        }
        out.write(END);
    }
}
