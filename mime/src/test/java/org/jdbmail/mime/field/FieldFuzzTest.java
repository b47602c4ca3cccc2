package org.jdbmail.mime.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.jdbmail.mime.MimeLimits;
import org.jdbmail.mime.charset.MailCharsets;
import org.jdbmail.testkit.fuzz.Fuzz;
import org.junit.jupiter.api.Test;

/** Encoded words and dates: whatever stands in a field, there is an answer, soon, and a right one where there is one. */
final class FieldFuzzTest {
    private static final String[] TEXT_SCRAPS = {
        "=?",
        "?=",
        "?",
        "=",
        "==",
        "_",
        " ",
        "\t",
        "\0",
        "utf-8",
        "UTF-8",
        "iso-2022-jp",
        "nope",
        "*en",
        "q",
        "B",
        "x",
        "=?utf-8?q?",
        "=?iso-8859-1?B?",
        "=?nope?Q?",
        "=?utf-8?b?w7w=?=",
        "=?utf-8?q?=C3?=",
        "=?utf-8?q?=BC?=",
        "=?us-ascii?q?a?=",
        "=C3=BC",
        "w7w=",
        "\u00c3\u00bc",
        "\u00fc",
        "\u001b$B",
        "abc"
    };

    private static final String[] DATE_SCRAPS = {
        "Tue, ",
        "Tuesday",
        "14",
        "1",
        "31",
        "Apr",
        "April",
        "Feb",
        "feb",
        "2026",
        "98",
        "107",
        "20261",
        " ",
        "  ",
        ",",
        "-",
        "+",
        ":",
        ".",
        "09:12:43",
        "9:12",
        "23:59:60",
        "99:99",
        " +0200",
        " -0730",
        "+9999",
        "+01:00",
        " GMT",
        " EST",
        "PM",
        "am",
        "(",
        ")",
        "(x)",
        "\0",
        "\u00fc",
        "\u0663",
        "99999999999999999999",
        "Z",
        "T"
    };

    private static String scraps(String[] scraps, Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(15); i > 0; i--) {
            text.append(scraps[random.nextInt(scraps.length)]);
        }
        return text.toString();
    }

    @Test
    void everyTextHasAnAnswerWithoutNul() {
        Random random = new Random(20261120);
        for (int i = 0; i < 20_000; i++) {
            String text = scraps(TEXT_SCRAPS, random);
            String decoded = HeaderText.decode(text);
            assertTrue(decoded.indexOf(0) < 0, text);
            assertEquals("begin " + decoded + " end", HeaderText.decode("begin " + text + " end"), text);
        }
    }

    /** As a text, a date, an address, a type and a message's name. */
    @Test
    void whateverStandsInAFieldHasAnAnswer() {
        List<String> values = List.of(
                "=?utf-8?q?H=C3=B6he?= =?iso-8859-1*en?B?/A==?= Re: [x] (fwd)",
                "Mon, 2 Mar 2026 10:11:12 +0100 (CET)",
                "\"A. \\\"B\\\"\" <a@b.example>, x: c@d, <@r:e@[127.0.0.1]>;, (c) f @ g",
                "text/plain; charset=\"utf-8\"; name*0*=utf-8''%C3%A4; name*1=b; x",
                "<1@b.example> (x) <2@[c]> three@d");
        assertTrue(Fuzz.run(values, bytes -> {
                    FieldValue value = new FieldValue(bytes, 0, bytes.length);
                    assertTrue(HeaderText.decode(value).indexOf(0) < 0);
                    OffsetDateTime date = MailDate.parse(value);
                    assertTrue(date == null || date.getYear() >= 1900 && date.getYear() <= 9999);
                    assertNotNull(AddressText.of(AddressParser.parse(List.of(value)), 1_000));
                    assertNotNull(ContentType.parse(value, ContentType.TEXT_PLAIN));
                    assertNotNull(MessageIds.list(List.of(value)));
                    assertNotNull(BaseSubject.of(HeaderText.decode(value)));
                })
                > 0);
    }

    @Test
    void wordsGiveBackWhatWasWritten() {
        Random random = new Random(7);
        String[] charsets = {"utf-8", "UTF-8", "utf8", "iso-8859-1", "iso-8859-15", "koi8-r", "gb2312", "big5"};
        for (int i = 0; i < 5_000; i++) {
            String charset = charsets[random.nextInt(charsets.length)];
            String sample = charset.equals("koi8-r") ? "\u043f\u0440\u0438_ =?" : "z \u00fcb_=?\u00df";
            String text = charset.startsWith("gb") || charset.equals("big5") ? "\u4e2d\u6587 x" : sample;
            byte[] bytes = text.repeat(1 + random.nextInt(20)).getBytes(MailCharsets.find(charset));
            StringBuilder words = new StringBuilder();
            for (int at = 0; at < bytes.length; ) {
                int to = Math.min(bytes.length, at + 1 + random.nextInt(40));
                words.append(words.isEmpty() ? "" : random.nextBoolean() ? " " : "\t ");
                words.append("=?").append(charset).append("?B?");
                words.append(Base64.getEncoder().encodeToString(java.util.Arrays.copyOfRange(bytes, at, to)));
                words.append("?=");
                at = to;
            }
            assertEquals(new String(bytes, MailCharsets.find(charset)), HeaderText.decode(words.toString()));
        }
    }

    @Test
    void sloppyWordsAreReadAsTheyWereMeant() {
        String[][] words = {
            {"=?utf-8?q?1 + 1 = 2 ?=", "1 + 1 = 2 "},
            {"=?utf-8?q?a\tb=?=", "a\tb="},
            {"=?utf-8?q?what??=", "what?"},
            {"=?utf-8?q?raw \u00c3\u00bc?=", "raw \u00fc"},
            {"=?utf-8?b?w7w?=", "\u00fc"},
            {"=?utf-8?b?w7?w??=", "\u00fc"},
            {"=?utf-8?b?w7w=w7w=?=", "\u00fc\u00fc"},
            {"=?utf-8?b?w7 w\u00ff=?=", "\u00fc"},
            {"=?utf-8?q?=C3?= =?UTF8?q?=BC?=", "\u00fc"},
            {"=?us-ascii?q?=C3=BC?= =?iso-8859-1?q?=FC?=", "\u00fc\u00fc"},
            {"=?ks_c_5601-1987?B?sKE=?=", "\uac00"},
            {"a=?utf-8?q?b?=c", "abc"},
            {"=?utf-8?q??= =?utf-8?q?b?=", "b"},
        };
        for (String[] word : words) {
            assertEquals(word[1], HeaderText.decode(word[0]), word[0]);
        }
        String large = "=?utf-8?q?" + "a".repeat(16_001) + "?=";
        assertEquals(large + " b", HeaderText.decode(large + " =?utf-8?q?b?="));
    }

    @Test
    void hostileTextsTakeLinearTime() {
        String[] hostile = {
            "=?",
            "?=",
            "=?utf-8?q?",
            "=?utf-8?q?x",
            "=?utf-8?q?x?=",
            "=?utf-8?b?=?=",
            "=?utf-8?q??=",
            "=?x?q?y?= ",
            "=?utf-8?b?w7w=?= =?koi8-r?q?x?=",
            "=?" + "c".repeat(59) + "?q?",
            " ",
            "=? ",
            "\u00fc"
        };
        for (String scrap : hostile) {
            String text = scrap.repeat(MimeLimits.HEADER_BYTES / scrap.length()) + "?=";
            assertTimeout(Duration.ofSeconds(5), () -> HeaderText.decode(text), scrap);
        }
        String padding = "=?utf-8?b?" + "A=".repeat(7_000) + "?= ";
        assertTimeout(Duration.ofSeconds(5), () -> HeaderText.decode(padding.repeat(5)));
    }

    @Test
    void everyDateIsOneOrNone() {
        Random random = new Random(20261120);
        int found = 0;
        for (int i = 0; i < 15_000; i++) {
            OffsetDateTime date = MailDate.parse(scraps(DATE_SCRAPS, random));
            if (date != null) {
                found++;
                assertTrue(date.getYear() >= 0 && date.getYear() <= 9999, date::toString);
            }
        }
        assertTrue(found > 100, "found " + found);
    }

    @Test
    void datesAreReadAsTheirProgramsMeantThem() {
        String[][] dates = {
            {"Tue,  3 Mar 2026 10:20:30 +0100", "2026-03-03T10:20:30+01:00"},
            {"Tue, 3 Mar 2026 10:20:30 EST", "2026-03-03T10:20:30-05:00"},
            {"Tue, 3 Mar 2026 10:20:30 +02:30", "2026-03-03T10:20:30+02:30"},
            {"Tue, 3 Mar 2026 10:20:30 -0000", "2026-03-03T10:20:30Z"},
            {"Tue, 3 Mar 2026 10:20:30.123 +0100", "2026-03-03T10:20:30+01:00"},
            {"Tue, 3 Mar 2026 10:20:30 +0100 (MEZ)", "2026-03-03T10:20:30+01:00"},
            {"3 mar 26 10:20 -1", "2026-03-03T10:20:00-01:00"},
            {"Tue, 3 Mar 2026 10:20:30", "2026-03-03T10:20:30Z"},
            {"3 Mar 49 10:20:30 +0000", "2049-03-03T10:20:30Z"},
            {"3 Mar 50 10:20:30 +0000", "1950-03-03T10:20:30Z"},
            {"3 Mar 2050 10:20:30 +0000", "2050-03-03T10:20:30Z"},
            {"Tue, 3 Mar 107 10:20:30 +0000", "2007-03-03T10:20:30Z"},
            {"Mon, 3 Mar 2026 10:20:30 +0000", "2026-03-03T10:20:30Z"}
        };
        for (String[] date : dates) {
            assertEquals(OffsetDateTime.parse(date[1]), MailDate.parse(date[0]), date[0]);
        }
        assertNull(MailDate.parse("Mon, 31 Feb 2026 10:20:30 +0000"));
    }

    @Test
    void theShortWayReadsDatesAsTheLongOne() {
        Random random = new Random(20261121);
        String[] zones = {
            "+0000", "-0000", "+0100", "-0730", "+1400", "+1500", "+0160", "GMT", "+0200 (CEST)", "+0200 x"
        };
        String[] months = {
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Foo", "mar"
        };
        String[] weekdays = {"Mon, ", "Tue, ", "Wed, ", "Thu, ", "Fri, ", "Sat, ", "Sun, ", "", "Sun ", "Feb, "};
        int usual = 0;
        for (int i = 0; i < 20_000; i++) {
            String text = "%s%d %s %d %02d:%02d:%02d %s"
                    .formatted(
                            weekdays[random.nextInt(weekdays.length)],
                            random.nextInt(33),
                            months[random.nextInt(months.length)],
                            1890 + random.nextInt(170),
                            random.nextInt(25),
                            random.nextInt(61),
                            random.nextInt(61),
                            zones[random.nextInt(zones.length)]);
            if (i % 3 == 0) {
                int at = random.nextInt(text.length());
                text = text.substring(0, at) + text.substring(at + random.nextInt(2), text.length());
            }
            assertEquals(MailDate.unusual(text), MailDate.parse(text), text);
            usual += UsualDate.read(text) == null ? 0 : 1;
        }
        assertTrue(usual > 5_000, "usual " + usual);
    }

    @Test
    void hostileDatesTakeNoTime() {
        for (String scrap : DATE_SCRAPS) {
            assertTimeout(Duration.ofSeconds(5), () -> {
                for (int i = 0; i < 100; i++) {
                    MailDate.parse(scrap.repeat(1_000));
                }
            });
        }
        byte[] value = "(".repeat(1 << 20).getBytes(StandardCharsets.ISO_8859_1);
        assertNull(MailDate.parse(new FieldValue(value, 0, value.length)));
    }

    /** RFC 5322 §3.3. */
    @Test
    void noYearIsBefore1900() {
        for (String date : new String[] {
            "1 Jan 1899 00:00:00 +0000", "Mon, 1 Jan 0999 00:00:00 +0000", "1 Jan 1899", "Jan 1 00:00:00 1600"
        }) {
            assertNull(MailDate.parse(date), date);
        }
        assertNotNull(MailDate.parse("1 Jan 1900 00:00:00 +0000"));
        assertNotNull(MailDate.parse("1 Jan 2077 00:00:00 +0000"));
    }
}
