package org.jdbmail.core.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotDecoderTest {
    private record Decoded(String data, String rest, boolean ended) {}

    /** Decodes in pieces of at most so many octets. */
    private static Decoded decode(String wire, int piece) throws IOException {
        DotDecoder decoder = new DotDecoder();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] octets = wire.getBytes(ISO_8859_1);
        for (int at = 0; at < octets.length; ) {
            int length = Math.min(piece, octets.length - at);
            ByteBuffer in = ByteBuffer.wrap(octets, at, length).slice().asReadOnlyBuffer();
            boolean end = decoder.decode(in, (buffer, from, to) -> {
                byte[] copy = new byte[to - from];
                buffer.get(from, copy);
                out.writeBytes(copy);
            });
            at += in.position();
            if (end) {
                return new Decoded(
                        out.toString(ISO_8859_1), new String(octets, at, octets.length - at, ISO_8859_1), true);
            }
            assertEquals(0, in.remaining());
        }
        return new Decoded(out.toString(ISO_8859_1), "", false);
    }

    private static String unescape(String text) {
        return text.replace("_", "").replace("\\r", "\r").replace("\\n", "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "a\\r\\n.\\r\\n, a\\r\\n",
        ".\\r\\n, _",
        "..\\r\\n.\\r\\n, .\\r\\n",
        "a\\r\\n..b\\r\\n...\\r\\n.\\r\\n, a\\r\\n.b\\r\\n..\\r\\n",
        // A leading dot goes even where the sender did not double it (RFC 5321 §4.5.2).
        "a\\r\\n.b\\r\\n.\\r\\n, a\\r\\nb\\r\\n",
        "\\r\\n\\r\\n.\\r\\n, \\r\\n\\r\\n",
        // Only CRLF, dot, CRLF ends a message.
        "a\\n.\\nb\\r\\n.\\r\\n, a\\n.\\nb\\r\\n",
        "a\\n.\\r\\nb\\r\\n.\\r\\n, a\\n.\\r\\nb\\r\\n",
        "a\\r\\n.\\nb\\r\\n.\\r\\n, a\\r\\n\\nb\\r\\n",
        "a\\r\\n.\\rb\\r\\n.\\r\\n, a\\r\\n\\rb\\r\\n",
        "a\\r\\n.\\r\\r\\n.\\r\\n, a\\r\\n\\r\\r\\n",
        "a\\r.\\r\\n.\\r\\n, a\\r.\\r\\n",
        "a\\r\\r\\n.\\r\\n, a\\r\\r\\n",
    })
    void theEndIsFoundAndDotsAreUndoneHoweverThePiecesFall(String wire, String data) throws Exception {
        String rest = "MAIL FROM:<next@example.test>\r\n";
        for (int piece = 1; piece < 40; piece++) {
            Decoded decoded = decode(unescape(wire) + rest, piece);
            assertEquals(unescape(data), decoded.data(), "in pieces of " + piece);
            assertEquals(rest, decoded.rest(), "in pieces of " + piece);
            assertTrue(decoded.ended());
        }
    }

    @Test
    void dataWithoutItsEndIsNotEnded() throws Exception {
        for (String wire : new String[] {"a\r\n.\r", "a\r\n.", "a\r\n", "a\n.\n", "a\r.\r", "a\r\n.\n", ".\n"}) {
            assertFalse(decode(wire, 3).ended(), wire);
        }
    }

    @Test
    void whateverIsStuffedComesBack() throws Exception {
        Random random = new Random(7);
        String alphabet = "\r\n.ab\0\377";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder message = new StringBuilder();
            for (int n = random.nextInt(60); n > 0; n--) {
                message.append(random.nextInt(4) == 0 ? "\r\n" : alphabet.charAt(random.nextInt(alphabet.length())));
            }
            message.append(message.toString().endsWith("\r\n") ? "" : "\r\n");
            String stuffed = ("\r\n" + message).replace("\r\n.", "\r\n..").substring(2) + ".\r\n";
            Decoded decoded = decode(stuffed, 1 + random.nextInt(20));
            assertArrayEquals(
                    message.toString().getBytes(ISO_8859_1), decoded.data().getBytes(ISO_8859_1));
            assertTrue(decoded.ended());
        }
    }
}
