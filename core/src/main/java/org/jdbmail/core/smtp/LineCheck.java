package org.jdbmail.core.smtp;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Passes message data on and notes whether a CR or LF stands in it alone. Servers disagree on where a line ends there, by which one message
 * smuggles another in past those that look for the end in one way only (RFC 5321 §2.3.8 forbids both).
 */
public final class LineCheck implements DotDecoder.Sink {
    private final DotDecoder.Sink next;
    private boolean isBehindCr;
    private boolean isBroken;

    /** @param next gets everything, as it is */
    public LineCheck(DotDecoder.Sink next) {
        this.next = next;
    }

    @Override
    public void take(ByteBuffer buffer, int from, int to) throws IOException {
        if (!isBroken) {
            look(buffer, from, to);
        }
        next.take(buffer, from, to);
    }

    private void look(ByteBuffer buffer, int from, int to) {
        boolean behind = isBehindCr;
        for (int i = from; i < to; i++) {
            byte octet = buffer.get(i);
            if ((octet == '\n') != behind) {
                isBroken = true;
                return;
            }
            behind = octet == '\r';
        }
        isBehindCr = behind;
    }

    /** Whether there was one, now that all has passed. */
    public boolean isBroken() {
        return isBroken || isBehindCr;
    }
}
