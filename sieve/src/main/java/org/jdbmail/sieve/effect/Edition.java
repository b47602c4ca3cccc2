package org.jdbmail.sieve.effect;

import java.util.List;
import org.jdbmail.mime.bytes.MessageBytes;

/**
 * A message as a script has left it: as it came, or with another header block, or another message altogether.
 *
 * @param bytes all bytes of it
 * @param edited whether they differ from those that came
 */
public record Edition(MessageBytes bytes, boolean edited) {

    /** One with another header block, which ends in its blank line. */
    public static Edition withHeader(byte[] header, MessageBytes original, int bodyStart) {
        byte[] body = original.slice(bodyStart, original.size());
        return new Edition(MessageBytes.of(List.of(header, body)), true);
    }
}
