package org.jdbmail.authenticity.dkim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;
import org.jdbmail.mime.bytes.MessageBytes;
import org.junit.jupiter.api.Test;

class BodyHashesTest {
    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void same(Canon canon, String body, String canonical) {
        BodyForm form = new BodyForm(canon, BodyForm.ALL);
        BodyHash hash =
                BodyHashes.of(MessageBytes.of(octets(body)), 0, Set.of(form)).get(form);
        assertArrayEquals(BodyDigest.sha256().digest(octets(canonical)), hash.sha256(), canon + " of " + body);
        assertEquals(canonical.length(), hash.length());
    }

    // RFC 6376 §3.4.3
    @Test
    void simpleOnlyDropsLinesAtTheEnd() {
        same(Canon.SIMPLE, "", "\r\n");
        same(Canon.SIMPLE, "\r\n\r\n", "\r\n");
        same(Canon.SIMPLE, "a", "a\r\n");
        same(Canon.SIMPLE, "a\r\n\r\n\r\n", "a\r\n");
        same(Canon.SIMPLE, " C \r\nD \t E\r\n\r\n\r\n", " C \r\nD \t E\r\n");
        same(Canon.SIMPLE, "a\r\n \r\n", "a\r\n \r\n");
        same(Canon.SIMPLE, "a\rb\nc\r", "a\rb\nc\r\r\n");
    }

    // RFC 6376 §3.4.4, and §3.4.5 for the example
    @Test
    void relaxedMakesOneSpaceOfMany() {
        same(Canon.RELAXED, "", "");
        same(Canon.RELAXED, "\r\n\r\n", "");
        same(Canon.RELAXED, " \t\r\n", "");
        same(Canon.RELAXED, "a", "a\r\n");
        same(Canon.RELAXED, " C \r\nD \t E\r\n\r\n\r\n", " C\r\nD E\r\n");
        same(Canon.RELAXED, "a  \r\n\r\n  b\t\r\n \r\n", "a\r\n\r\n b\r\n");
        same(Canon.RELAXED, "a \r b\r\n", "a \r b\r\n");
        same(Canon.RELAXED, "\f \u00a0 x\r\n", "\f \u00a0 x\r\n");
    }

    @Test
    void ofABodyThatIsLimitedOnlyThoseOctetsCount() {
        BodyForm form = new BodyForm(Canon.RELAXED, 4);
        BodyHash hash = BodyHashes.of(MessageBytes.of(octets("ab  cd\r\nef\r\n")), 0, Set.of(form))
                .get(form);
        assertArrayEquals(BodyDigest.sha256().digest(octets("ab c")), hash.sha256());
        assertEquals("ab cd\r\nef\r\n".length(), hash.length());
    }

    /** Wherever a piece of the body ends, it means the same. */
    @Test
    void piecesOfAnySizeAreTheSameBody() {
        Random random = new Random(22);
        for (int round = 0; round < 300; round++) {
            StringBuilder body = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                body.append("\r\n \tab\r\n\n".charAt(random.nextInt(9)));
            }
            byte[] all = octets(body.toString());
            for (Canon canon : Canon.values()) {
                BodyDigest whole = new BodyDigest(new BodyForm(canon, BodyForm.ALL));
                whole.update(all, 0, all.length);
                BodyDigest pieces = new BodyDigest(new BodyForm(canon, BodyForm.ALL));
                for (int at = 0; at < all.length; ) {
                    int to = Math.min(all.length, at + 1 + random.nextInt(4));
                    pieces.update(all, at, to);
                    at = to;
                }
                assertArrayEquals(whole.finish().sha256(), pieces.finish().sha256(), body.toString());
            }
        }
    }
}
