package org.jdbmail.mime.text;

import static org.jdbmail.mime.Mails.bytes;
import static org.jdbmail.mime.Mails.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import org.jdbmail.mime.field.TransferEncoding;
import org.junit.jupiter.api.Test;

/** Transfer encodings are undone, whatever is wrong with them and however little of a body comes at a time. */
final class TransferDecoderTest {
    private static byte[] decode(TransferEncoding encoding, InputStream in) throws IOException {
        try (InputStream decoded = TransferDecoder.of(encoding, in)) {
            return decoded.readAllBytes();
        }
    }

    private static String decode(TransferEncoding encoding, String in) throws IOException {
        return text(decode(encoding, new ByteArrayInputStream(bytes(in))));
    }

    /** The same, given and taken in pieces. */
    private static byte[] inPieces(TransferEncoding encoding, byte[] in, Random random) throws IOException {
        InputStream pieces = new FilterInputStream(new ByteArrayInputStream(in)) {
            @Override
            public int read(byte[] into, int at, int length) throws IOException {
                return super.read(into, at, Math.min(length, 1 + random.nextInt(7)));
            }
        };
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (InputStream decoded = TransferDecoder.of(encoding, pieces)) {
            byte[] some = new byte[9];
            for (int count = 0; count >= 0; count = decoded.read(some, 0, 1 + random.nextInt(9))) {
                out.write(some, 0, count);
            }
        }
        return out.toByteArray();
    }

    @Test
    void whatWasEncodedComesBackHoweverItIsCut() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            byte[] raw = new byte[random.nextInt(300)];
            random.nextBytes(raw);
            byte[] base64 = Base64.getMimeEncoder().encode(raw);
            assertArrayEquals(raw, decode(TransferEncoding.BASE64, new ByteArrayInputStream(base64)));
            assertArrayEquals(raw, inPieces(TransferEncoding.BASE64, base64, random));
            assertArrayEquals(raw, inPieces(TransferEncoding.IDENTITY, raw, random));
            assertArrayEquals(raw, inPieces(TransferEncoding.QUOTED_PRINTABLE, quotedPrintable(raw, random), random));
        }
    }

    private static byte[] quotedPrintable(byte[] raw, Random random) {
        StringBuilder out = new StringBuilder();
        for (byte b : raw) {
            boolean plain = b > ' ' && b != '=' && b < 127;
            out.append(
                    plain ? String.valueOf((char) b) : String.format("=%02" + (random.nextBoolean() ? "X" : "x"), b));
            out.append(random.nextInt(20) == 0 ? random.nextBoolean() ? "=\r\n" : "=\n" : "");
        }
        return bytes(out.toString());
    }

    @Test
    void quotedPrintableThatIsBrokenIsTakenAsItStands() throws IOException {
        String[][] cases = {
            {"=", "="},
            {"=4", "=4"},
            {"=4g", "=4g"},
            {"==41", "=41"},
            {"=\nb", "b"},
            {"=zz=41", "=zzA"},
            {"a= b", "a= b"},
            {"a\0\u00ffb", "a\0\u00ffb"}
        };
        for (String[] pair : cases) {
            assertEquals(pair[1], decode(TransferEncoding.QUOTED_PRINTABLE, pair[0]), pair[0]);
        }
    }

    @Test
    void whiteSpaceThatTravelAddedIsNotPartOfQuotedPrintable() throws IOException {
        // RFC 2045 §6.7 (3)
        assertEquals("a\r\nb", decode(TransferEncoding.QUOTED_PRINTABLE, "a \t \r\nb"));
        assertEquals("a b", decode(TransferEncoding.QUOTED_PRINTABLE, "a =  \r\nb"));
        String blanks = " ".repeat(ShortBlanks.MOST);
        assertEquals("a" + blanks + "b", decode(TransferEncoding.QUOTED_PRINTABLE, "a" + blanks + "b"));
        assertEquals("a" + blanks + "b", decode(TransferEncoding.QUOTED_PRINTABLE, "a" + blanks.repeat(3) + "b"));
    }

    @Test
    void base64ThatIsJoinedOrUnfinishedIsDecodedToTheEnd() throws IOException {
        assertEquals("abc", decode(TransferEncoding.BASE64, "YQ==*Yg==\u00ffYw"));
        assertEquals("abcd", decode(TransferEncoding.BASE64, "=\r\n=YWI=\r\n\r\n====Y2Q\r\n"));
        assertEquals("ab", decode(TransferEncoding.BASE64, "YWI"));
        assertEquals("abc", decode(TransferEncoding.BASE64, "YWJjZ"));
        for (String nothing : new String[] {"", "=", "==\r\n", "Y", "\u00ff\0*"}) {
            assertEquals("", decode(TransferEncoding.BASE64, nothing));
        }
    }

    @Test
    void garbageIsDecodedToTheEndToo() throws IOException {
        Random random = new Random(20261120);
        String[] scraps = {
            "=", "==", "\r", "\n", "\r\n", " ", "\t", "\f", "=\r\n", "= \r\n", "=4", "=C3", "a", "\0", "\u00ff"
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder body = new StringBuilder();
            for (int scrap = random.nextInt(30); scrap > 0; scrap--) {
                body.append(scraps[random.nextInt(scraps.length)].repeat(1 + random.nextInt(3)));
            }
            byte[] mail = bytes(body.append("zzend.").toString());
            String quoted = text(inPieces(TransferEncoding.QUOTED_PRINTABLE, mail, random));
            assertTrue(quoted.endsWith("zzend."), body::toString);
            byte[] base64 = inPieces(TransferEncoding.BASE64, mail, random);
            assertArrayEquals(decode(TransferEncoding.BASE64, new ByteArrayInputStream(mail)), base64);
        }
    }

    @Test
    void hostileBodiesTakeLinearTime() {
        String line = " ".repeat(ShortBlanks.MOST / 2) + "\r".repeat(ShortBlanks.MOST / 2) + "x";
        String[] hostile = {" ", "\t\r", "\r", "= ", "=", "==", "=\r", "A=", "AA=", "\0", "=4", "\n", " \n", line};
        for (String scrap : hostile) {
            byte[] body = bytes(scrap.repeat(2_000_000 / scrap.length()) + "x");
            for (TransferEncoding encoding : TransferEncoding.values()) {
                assertTimeout(
                        Duration.ofSeconds(5),
                        () -> decode(encoding, new ByteArrayInputStream(body)),
                        () -> encoding + " " + scrap);
            }
        }
    }
}
