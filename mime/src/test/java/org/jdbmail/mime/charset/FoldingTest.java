package org.jdbmail.mime.charset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.text.Normalizer;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FoldingTest {
    private static final String[] SCRAPS = {
        "a",
        "B",
        " ",
        "\u00fc",
        "u",
        "\u0308",
        "\u0301",
        "\u0316",
        "\ud83d\ude00",
        "\u0130",
        "\u0345",
        "\uff76\uff9e",
        "\uff9f",
        "\u1e9b\u0323",
        "\ufb01",
        "\uac00",
        "\u3050",
        "\u3099",
        "\ud800",
        "\u0344",
        "\u00df",
        "\u01c5"
    };

    /** RFC 5051 §2 over a whole text at once. */
    private static String plainly(String text) {
        StringBuilder lower = new StringBuilder();
        text.codePoints().forEach(c -> lower.appendCodePoint(Character.toLowerCase(Character.toTitleCase(c))));
        StringBuilder out = new StringBuilder();
        Normalizer.normalize(lower, Normalizer.Form.NFKD)
                .codePoints()
                .forEach(c -> out.appendCodePoint(Character.toLowerCase(Character.toTitleCase(c))));
        return out.toString();
    }

    @Test
    void piecesAreFoldedAsTheWhole() {
        Random random = new Random(1);
        for (int round = 0; round < 3_000; round++) {
            StringBuilder text = new StringBuilder();
            int marks = 0;
            for (int i = random.nextInt(700); i > 0; i--) {
                String scrap = SCRAPS[random.nextInt(SCRAPS.length)];
                marks = Folder.isMark(scrap.codePointAt(0)) ? marks + 1 : 0;
                text.append(marks > 20 ? "x" : scrap);
            }
            String wanted = plainly(text.toString());
            assertEquals(wanted, Folding.fold(text));
            Folder folder = new Folder();
            StringBuilder pieces = new StringBuilder();
            for (int at = 0; at < text.length(); ) {
                int end = Math.min(text.length(), at + 1 + random.nextInt(40));
                if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
                    end++;
                }
                pieces.append(folder.add(text.substring(at, end)));
                at = end;
            }
            assertEquals(wanted, pieces.append(folder.end()).toString());
        }
    }

    /** Only what {@link Folder} takes for a mark may change places with its neighbours. */
    @Test
    void noOtherCharacterIsReordered() {
        for (int c = 0x80; c < Character.MIN_SURROGATE; c++) {
            int lower = Character.toLowerCase(Character.toTitleCase(c));
            if (!Folder.isMark(lower)) {
                String behind = Normalizer.normalize("a\u0301" + Character.toString(lower), Normalizer.Form.NFKD);
                assertTrue(behind.startsWith("a\u0301"), () -> "U+" + Integer.toHexString(lower));
            }
        }
    }

    @Test
    void rowsOfMarksTakeLinearTime() {
        String header = "a" + "\u0301\u0316".repeat(500_000);
        assertTimeout(
                Duration.ofSeconds(10), () -> assertTrue(Folding.fold(header).length() > 1_000_000));
    }
}
