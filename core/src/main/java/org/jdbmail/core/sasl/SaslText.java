package org.jdbmail.core.sasl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Text in responses: UTF-8, and nothing that only looks like it. */
final class SaslText {
    private SaslText() {}

    /** Octets as text; empty for what is not UTF-8. */
    static Optional<String> utf8(byte[] octets, int from, int to) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets, from, to - from))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Octets as text; empty for what is not UTF-8. */
    static Optional<String> utf8(byte[] octets) {
        return utf8(octets, 0, octets.length);
    }

    /** Where the octet stands at or behind a place; -1 if nowhere. */
    static int indexOf(byte[] octets, int octet, int from) {
        for (int i = from; i < octets.length; i++) {
            if (octets[i] == octet) {
                return i;
            }
        }
        return -1;
    }
}
