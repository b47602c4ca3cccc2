package org.jdbmail.pop3d;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jdbmail.core.auth.Password;
import org.jdbmail.wire.Connection;
import org.jdbmail.wire.WireException;
import org.jspecify.annotations.Nullable;

/** The exchange of SASL PLAIN (RFC 4616) as POP3 has it (RFC 5034). */
final class SaslPlain {
    /** RFC 5034 §4: a response may be up to 12,288 octets long. */
    private static final int MAX_LINE = 12_288;

    private static final int MAX_SKIPPED = 1 << 20;
    private static final byte[] GO_AHEAD = {'+', ' ', '\r', '\n'};

    private final Connection connection;

    SaslPlain(Connection connection) {
        this.connection = connection;
    }

    /** What the client answered. */
    sealed interface Answer {}

    /** A name and a password, not yet checked. */
    record Credentials(String name, Password password) implements Answer {}

    /** Nothing that can be checked, and why. */
    record Malformed(String text) implements Answer {}

    /** Takes the initial response, or asks for one. */
    Answer read(@Nullable String initial) throws IOException {
        byte[] encoded;
        if (initial == null) {
            connection.out().write(GO_AHEAD);
            try {
                encoded = connection.in().readLine(MAX_LINE);
            } catch (WireException.LineTooLong e) {
                connection.in().skipLine(MAX_SKIPPED);
                return new Malformed("response too long");
            }
        } else {
            // RFC 5034 §4: "=" is an empty initial response, which PLAIN does not have.
            encoded = initial.getBytes(StandardCharsets.US_ASCII);
        }
        if (encoded.length == 1 && encoded[0] == '*') {
            return new Malformed("cancelled");
        }
        try {
            return parse(Base64.getDecoder().decode(encoded));
        } catch (IllegalArgumentException e) {
            return new Malformed("response is not base64");
        }
    }

    // RFC 4616 §2: authzid NUL authcid NUL passwd
    private static Answer parse(byte[] message) {
        int first = indexOfNul(message, 0);
        int second = first < 0 ? -1 : indexOfNul(message, first + 1);
        if (second < 0 || indexOfNul(message, second + 1) >= 0) {
            return new Malformed("response not understood");
        }
        try {
            String onBehalfOf = decode(message, 0, first);
            String name = decode(message, first + 1, second);
            if (!onBehalfOf.isEmpty() && !onBehalfOf.equalsIgnoreCase(name)) {
                return new Malformed("[AUTH] nobody can act for another here");
            }
            return new Credentials(name, Password.of(Arrays.copyOfRange(message, second + 1, message.length)));
        } catch (CharacterCodingException e) {
            return new Malformed("name is not UTF-8");
        }
    }

    private static String decode(byte[] octets, int from, int to) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(octets, from, to - from))
                .toString();
    }

    private static int indexOfNul(byte[] octets, int from) {
        for (int i = from; i < octets.length; i++) {
            if (octets[i] == 0) {
                return i;
            }
        }
        return -1;
    }
}
