package org.jdbmail.mime.charset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import org.jdbmail.mime.field.HeaderText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CharsetLabelsTest {
    private static String decode(String label, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return new String(bytes, Objects.requireNonNull(MailCharsets.find(label), label));
    }

    /** Bytes that tell the set that the standard means from the one that the label once named. */
    @ParameterizedTest
    @CsvSource({
        "shift_jis, 8740, 2460",
        "MS_Kanji, fc4b, 9ed1",
        "euc-jp, ada1, 2460",
        "iso-2022-jp, 1b24422d211b2842, 2460",
        "euc-kr, b0a1, ac00",
        "EUC-KR, 8141, ac02",
        "ks_c_5601-1987, 8141, ac02",
        "gb2312, a2e3, 20ac",
        "gb2312, 8140, 4e02",
        "big5, a145, 2027",
        "big5, 8740, 43f0",
        "iso-8859-1, 80, 20ac",
        "latin1, 92, 2019",
        "iso-8859-9, 80, 20ac",
        "iso-8859-11, a1, e01",
        "TIS-620, 80, 20ac",
        "iso-8859-10, bd, 2015",
        "latin6, ff, 138",
        "iso-8859-14, a1, 1e02",
        "iso-8859-16, a4, 20ac",
        "koi8-ru, a4, 454",
        "macintosh, 80, c4",
        "x-mac-cyrillic, a2, 490",
        "logical, e0, 5d0",
        "cp866, 80, 410",
        "utf-16, 4100, 41",
        "utf-16, feff0041, 41",
        "unicode-1-1-utf-8, c3bc, fc",
        "iso-2022-kr, 1b2429430e30210f, ac00"
    })
    void aLabelMeansWhatTheStandardSays(String label, String bytes, String codePoint) {
        String wanted = Character.toString(Integer.parseInt(codePoint, 16));
        assertEquals(wanted, decode(label, bytes));
        assertEquals(wanted, decode(' ' + label.toUpperCase(java.util.Locale.ROOT), bytes));
    }

    @Test
    void encodedWordsGoByTheSameTable() {
        assertEquals("\u2460", HeaderText.decode("=?shift_jis?Q?=87=40?="));
        assertEquals("\u2460", HeaderText.decode("=?iso-2022-jp?B?GyRCLSEbKEI=?="));
        assertEquals("\u0138\u2015", HeaderText.decode("=?iso-8859-10?Q?=FF?= =?ISO-8859-10?B?vQ==?="));
        assertEquals("\u65e5", HeaderText.decode("=?utf-8?B?5p==?= =?utf-8?Q?=97=A5?="));
    }

    @Test
    void labelsThatSayNothingAreGuessed() {
        for (String label : new String[] {"us-ascii", "ASCII", "ansi_x3.4-1968", "x-user-defined", "", "no-such"}) {
            assertNull(MailCharsets.find(label), label);
        }
        byte[] both = {'a', (byte) 0xc3, (byte) 0xbc};
        assertEquals("a\u00fc", MailCharsets.decode(both, 0, 3, null));
    }

    @Test
    void setsThatHoldAsciiDoForEveryByteOfIt() {
        byte[] ascii = new byte[127];
        for (int i = 0; i < ascii.length; i++) {
            ascii[i] = (byte) i;
        }
        String wanted = new String(ascii, StandardCharsets.US_ASCII);
        int held = 0;
        for (Charset charset : Charset.availableCharsets().values()) {
            if (MailCharsets.holdsAscii(charset)) {
                held++;
                assertEquals(wanted, new String(ascii, charset), charset.name());
            }
        }
        assertEquals(true, held > 20);
    }
}
