package org.jdbmail.mime.text;

import static org.jdbmail.mime.Mails.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbmail.mime.Checkpoint;
import org.jdbmail.mime.Mails;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.charset.Folding;
import org.jdbmail.mime.field.AddressText;
import org.jdbmail.mime.structure.HeaderField;
import org.jdbmail.mime.structure.MimePart;
import org.jdbmail.mime.structure.MimeScanner;
import org.junit.jupiter.api.Test;

final class MessageSearcherTest {
    private static boolean header(String mail, String name, String text) {
        SearchTerms terms = new SearchTerms();
        int number = terms.header(name, text);
        return new MessageSearcher(terms, Checkpoint.NONE)
                .header(MessageBytes.of(bytes(mail)))
                .get(number);
    }

    private static boolean body(byte[] mail, String text) {
        SearchTerms terms = new SearchTerms();
        int number = terms.body(text);
        MessageSearcher searcher = new MessageSearcher(terms, Checkpoint.NONE);
        boolean found =
                searcher.message(MessageBytes.of(mail), Mails.scan(mail)).get(number);
        MessageBytes segments = Mails.segments(mail, new Random(mail.length));
        assertEquals(
                found, searcher.message(segments, MimeScanner.scan(segments)).get(number));
        return found;
    }

    private static boolean body(String mail, String text) {
        return body(bytes(mail), text);
    }

    private static boolean text(String mail, String text) {
        SearchTerms terms = new SearchTerms();
        int number = terms.text(text);
        return new MessageSearcher(terms, Checkpoint.NONE)
                .message(MessageBytes.of(bytes(mail)), Mails.scan(bytes(mail)))
                .get(number);
    }

    @Test
    void headersAreSearchedDecodedAndWhateverTheirCase() {
        String mail = "Subject: =?utf-8?q?=C3=9Cber?= the\r\n\t Hedge\r\nX-Extra: one\r\nX-Extra: two\r\n\r\nbody";
        assertTrue(header(mail, "subject", "\u00fcBER THE HEDGE"));
        assertTrue(header(mail, "SUBJECT", "u\u0308ber"));
        assertTrue(header(mail, "x-extra", "TWO"));
        assertTrue(header(mail, "x-extra", ""));
        assertFalse(header(mail, "x-other", ""));
        assertFalse(header(mail, "subject", "body"));
    }

    @Test
    void addressesAreSearchedAsWrittenAndAsMeant() {
        String mail = "From: \"Real \\\"F\\\" From\" <user-from (comment)@ (comment) domain.org>\r\n"
                + "To: groupname: groupuser1@domain.org, groupuser2@domain.org;,\r\n  groupname2: groupuser3@domain.org;\r\n\r\n";
        assertTrue(header(mail, "from", "user-from@domain.org"));
        assertTrue(header(mail, "from", "REAL \"f\" from"));
        assertTrue(header(mail, "from", "(comment)"));
        assertTrue(header(mail, "to", "groupname2"));
        assertTrue(header(mail, "to", "groupuser3@"));
        assertFalse(header(mail, "to", "groupuser4"));
    }

    /** What is plain is compared byte by byte, all else decoded: both must find the same. */
    @Test
    void plainFieldsAreSearchedAsAllOthers() {
        String[] values = {
            "plain",
            " Two  Words\tand\r\n\t more \r\n",
            "",
            "a=b?c",
            "a=?b",
            "a =?utf-8?q?x?=",
            "\u00fc",
            "nul\0nul",
            "A\"B\" <c\"d\"@e>",
            "a(b)c@d",
            "Last, First <x@y>, \"Q, R\" <s@t>",
            "a\\b@c",
            "ctl\u0001x"
        };
        String[] needles = {
            "words and more",
            "ab",
            "cd",
            "abc",
            "first",
            "q, r",
            "x@y",
            "=?",
            "\u00fc",
            "",
            "from: a",
            "l\u0001X",
            "u",
            "\0"
        };
        for (String value : values) {
            for (String needle : needles) {
                String mail = "From: " + value + "\r\n\r\n";
                HeaderField field =
                        HeaderField.list(MessageBytes.of(bytes(mail))).getFirst();
                String shown = "From: " + field.text();
                String meant = AddressText.of(field.addresses(), 1_000);
                String wanted = Folding.foldHeader(needle);
                boolean inMeant = Folding.foldHeader(meant).contains(wanted);
                String told = value + " has " + needle;
                assertEquals(
                        Folding.foldHeader(field.text()).contains(wanted) || inMeant,
                        header(mail, "From", needle),
                        told);
                assertEquals(Folding.foldHeader(shown).contains(wanted) || inMeant, text(mail, needle), told);
            }
        }
    }

    @Test
    void asciiBeforeAndBetweenOtherTextIsSearched() {
        String ascii = "x".repeat(8 * 1024 - 3);
        for (String charset : new String[] {"utf-8", "iso-8859-1", "koi8-r", "unknown", "iso-2022-jp", "utf-7"}) {
            String mail = "Content-Type: text/plain; charset=" + charset + "\r\n\r\n" + ascii + "Nee\r\ndle" + ascii
                    + "\u00fcEnd " + ascii + "After";
            assertTrue(body(mail, "xnee\r\nDLEx"), charset);
            assertTrue(body(mail, "end x"), charset);
            assertTrue(body(mail, "xafter"), charset);
            assertFalse(body(mail, "needle"), charset);
        }
        assertTrue(body(
                "Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n\u001b$BF|K\\8l\u001b(B", "\u65e5\u672c\u8a9e"));
        assertFalse(body("Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n\u001b$BF|K\\8l\u001b(B", "F|K"));
    }

    @Test
    void bodiesAreSearchedUndoneFromTheirEncodings() {
        String encoded = Base64.getMimeEncoder(20, new byte[] {'\r', '\n'})
                .encodeToString("Gr\u00fc\u00dfe aus dem Norden".getBytes(StandardCharsets.UTF_8));
        String base64 =
                "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: BASE64\r\n\r\n" + encoded;
        assertTrue(body(base64, "GR\u00dc\u00dfE AUS dem"));
        assertFalse(body(base64, encoded.substring(0, 8)));
        String quoted =
                "Content-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
                        + "Gr=FC=DFe a=\r\nus dem =4Eorden=";
        assertTrue(body(quoted, "gr\u00fc\u00dfe aus dem norden="));
        String cyrillic = "Content-Type: text/plain; charset=koi8-r\r\n\r\n\u00f0\u00d2\u00c9\u00d7\u00c5\u00d4";
        assertTrue(body(cyrillic, "\u043f\u0440\u0438\u0432\u0435\u0442"));
    }

    @Test
    void bodiesOfUnknownCharsetAreUtf8OrWindows1252() {
        for (String charset : new String[] {"", "; charset=no-such", "; charset=us-ascii"}) {
            String head = "Content-Type: text/plain" + charset + "\r\n\r\n" + "x".repeat(20_000);
            assertTrue(body(head + " na\u00c3\u00afve", "NA\u00cfVE"));
            assertTrue(body(head + " na\u00efve", "NA\u00cfVE"));
            assertTrue(body(head + " it\u0092s", "it\u2019s"));
        }
    }

    @Test
    void onlyTextsAndMessagesInsideAreSearched() {
        String mail = "Subject: outer\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\npreamble\r\n"
                + "--b\r\nContent-Type: image/png\r\n\r\npicture\r\n"
                + "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\nwithin\r\n"
                + "--b\r\nContent-Type: message/delivery-status\r\n\r\nStatus: 5.1.1\r\n--b--\r\n";
        assertTrue(body(mail, "subject: inner"));
        assertTrue(body(mail, "within"));
        assertTrue(body(mail, "status: 5.1.1"));
        assertFalse(body(mail, "picture"));
        assertFalse(body(mail, "outer"));
        assertTrue(text(mail, "subject: outer"));
        assertTrue(text(mail, "image/png"));
        assertFalse(body(mail, "image/png"));
        assertFalse(text(mail, "nowhere"));
    }

    @Test
    void aTextIsFoundWhereverThePiecesOfTheBodyAreCut() {
        for (int before = 8_100; before < 8_260; before++) {
            byte[] body = ("\r\n" + "a".repeat(before) + "\u00e4\u00e4\u00e4\u20ac\ud83d\ude00b")
                    .getBytes(StandardCharsets.UTF_8);
            assertTrue(body(body, "\u00e4\u00e4\u00e4\u20ac\ud83d\ude00B"), () -> "cut");
            assertFalse(body(body, "\u00e4\u00e4\u00e4\u00e4"));
        }
    }

    @Test
    void searchingTakesLinearTime() {
        byte[] mail = bytes("\r\n" + "a".repeat(10_000_000));
        assertTimeout(Duration.ofSeconds(5), () -> assertFalse(body(mail, "a".repeat(5_000) + "b")));
        assertTrue(body("\r\naabaabaaab", "aabaaab"));
        assertTrue(body("\r\nx", ""));
    }

    /** All terms of a search are found in one pass, as each alone would be. */
    @Test
    void manyTermsAreFoundAsEachAlone() {
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            StringBuilder mail = new StringBuilder("From: " + word(random, 9) + " <" + word(random, 4) + "@ab>\r\n"
                    + "Subject: " + word(random, 30) + "\r\nContent-Type: multipart/mixed; boundary=q\r\n\r\n");
            mail.append("--q\r\n\r\n")
                    .append(word(random, 60))
                    .append("\r\n--q\r\nContent-Type: message/rfc822\r\n\r\n");
            mail.append("Subject: ").append(word(random, 20)).append("\r\n\r\n").append(word(random, 40));
            mail.append("\r\n--q\r\nContent-Type: image/png; name=").append(word(random, 9));
            mail.append("\r\n\r\n").append(word(random, 40)).append("\r\n--q--\r\n");
            SearchTerms terms = new SearchTerms();
            String[] texts = new String[24];
            for (int i = 0; i < texts.length; i++) {
                texts[i] = word(random, 1 + random.nextInt(6));
                int number = switch (i % 3) {
                    case 0 -> terms.body(texts[i]);
                    case 1 -> terms.text(texts[i]);
                    default -> terms.header(i % 2 == 0 ? "Subject" : "from", texts[i]);
                };
                assertEquals(i, number);
            }
            MessageBytes message = MessageBytes.of(bytes(mail.toString()));
            MessageSearcher searcher = new MessageSearcher(terms, Checkpoint.NONE);
            BitSet found = searcher.message(message, MimeScanner.scan(message));
            found.or(searcher.header(message));
            for (int i = 0; i < texts.length; i++) {
                boolean alone = switch (i % 3) {
                    case 0 -> body(mail.toString(), texts[i]);
                    case 1 -> text(mail.toString(), texts[i]);
                    default -> header(mail.toString(), i % 2 == 0 ? "Subject" : "from", texts[i]);
                };
                assertEquals(alone, found.get(i), texts[i] + " in " + mail);
            }
        }
    }

    private static String word(Random random, int length) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append("aAbB ".charAt(random.nextInt(5)));
        }
        return word.toString();
    }

    @Test
    void anEmptyTextIsInEveryMessage() {
        assertTrue(body("Subject: x\r\n\r\n", ""));
        assertTrue(text("Content-Type: image/png\r\n\r\nx", ""));
    }

    /** However many terms, and however much they have in common. */
    @Test
    void manyTermsTakeTheTimeOfOne() {
        byte[] mail = bytes("\r\n" + "a".repeat(2_000_000));
        SearchTerms terms = new SearchTerms();
        for (int i = 1; i <= 700; i++) {
            terms.body("a".repeat(i) + "b");
            terms.text("a".repeat(i));
        }
        MessageSearcher searcher = new MessageSearcher(terms, Checkpoint.NONE);
        MessageBytes message = MessageBytes.of(mail);
        assertTimeout(Duration.ofSeconds(10), () -> {
            assertEquals(
                    700, searcher.message(message, MimeScanner.scan(message)).cardinality());
        });
    }

    @Test
    void manyEmptyPartsCostNoMemoryEach() {
        StringBuilder mail = new StringBuilder("Content-Type: multipart/mixed; boundary=b\r\n\r\n");
        for (int i = 0; i < 19_000; i++) {
            mail.append("--b\r\n\r\n\r\n");
        }
        MessageBytes message = MessageBytes.of(List.of(bytes(mail.toString()), new byte[0], bytes("--b--\r\n")));
        MimePart root = MimeScanner.scan(message);
        assertTrue(root.children().size() > 18_000);
        SearchTerms terms = new SearchTerms();
        terms.text("nowhere");
        MessageSearcher searcher = new MessageSearcher(terms, Checkpoint.NONE);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertEquals(0, searcher.message(message, root).cardinality());
        long octets = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(octets < 20_000_000, octets + " octets for empty parts");
    }

    @Test
    void aSearchCanBeBrokenOff() {
        byte[] mail = bytes("\r\n" + "a".repeat(1_000_000));
        SearchTerms terms = new SearchTerms();
        terms.body("b");
        AtomicInteger passed = new AtomicInteger();
        MessageSearcher searcher = new MessageSearcher(terms, () -> {
            if (passed.incrementAndGet() == 3) {
                throw new CancellationException();
            }
        });
        assertThrows(CancellationException.class, () -> searcher.message(MessageBytes.of(mail), Mails.scan(mail)));
        assertEquals(3, passed.get());
    }

    @Test
    void whatIsMissingInAnAddressIsNoTextOfIt() {
        String mail = "From: <>\r\nTo: <alone, Name <x@y\r\nCc: Name\r\n\r\n";
        for (String made : new String[] {"MISSING", "SYNTAX_ERROR"}) {
            assertFalse(header(mail, "from", made), made);
            assertFalse(header(mail, "to", made), made);
            assertFalse(text(mail, made), made);
        }
        assertTrue(header(mail, "to", "alone"));
    }

    @Test
    void aLoneCarriageReturnIsABlankEverywhere() {
        String mail = "From: \"Some\rBody\" <x@y>\r\nTo: some\rbody@z (a\rb)\r\n\r\n";
        assertTrue(header(mail, "from", "Some Body"));
        assertTrue(header(mail, "from", "Some Body <x@y>"));
        assertTrue(header(mail, "to", "(a b)"));
    }
}
