package org.jdbmail.mime.listing;

import static org.jdbmail.mime.Mails.crlf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.jdbmail.mime.Mails;
import org.jdbmail.mime.bytes.MessageBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 8970. */
final class PreviewTest {
    private static String preview(String mail) {
        return Preview.of(MessageBytes.of(crlf(mail)), Mails.scan(crlf(mail)));
    }

    private static String html(String text) {
        return preview("Content-Type: text/html; charset=utf-8\n\n" + text);
    }

    @Test
    void itIsTheBeginningOfTheTextOnOneLine() {
        assertEquals("Hello, shall we eat?", preview("Subject: x\n\n\n  Hello,\n\n\tshall  we eat? \n"));
        assertEquals("Gr\u00fc\u00dfe", preview("""
                Content-Type: text/plain; charset=iso-8859-1
                Content-Transfer-Encoding: quoted-printable

                Gr=FC=DF=
                e
                """));
        assertEquals("", preview("Subject: x\n\n"));
        assertEquals("", preview("Content-Type: image/png\n\nbytes"));
    }

    @Test
    void itHasAtMost256CharactersAndNoHalfOnes() {
        assertEquals("x".repeat(256), preview("\n" + "x".repeat(3_000)));
        String smiles =
                preview("Content-Type: text/plain; charset=utf-8\n\nx" + "\u00f0\u009f\u0098\u0080".repeat(300));
        assertEquals(255, smiles.length());
        assertTrue(smiles.endsWith("\ud83d\ude00"));
    }

    @Test
    void plainTextIsPreferredAndAttachmentsAreNoText() {
        String parts = "Content-Type: multipart/mixed; boundary=b\n\n"
                + "--b\nContent-Type: text/plain\nContent-Disposition: ATTACHMENT; filename=x\n\nattached\n"
                + "--b\nContent-Type: message/rfc822\n\n\ninside\n"
                + "--b\nContent-Type: text/html\n\n<p>from html\n";
        assertEquals("plain", preview(parts + "--b\n\nplain\n--b--\n"));
        assertEquals("from html", preview(parts + "--b--\n"));
        assertEquals("from html", preview(parts + "--b\n\n \n--b--\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "<p>one</p><p>two</p>|one two",
                "a<b>b</b>c<br>d|abc d",
                "<html><head><title>T</title><style>p { a: '<b>' }</style></head><body>text|text",
                "<script>if (a < b && c > d) '</div>'</script>text|text",
                "<!-- a > b -- c --->text<!-->|text",
                "a &amp; b &lt;c&gt; &#65;&#x42;&nbsp;C &copy; &unknown; x|a & b <c> AB C \u00a9 &unknown; x",
                "1 < 2 <3|1 < 2 <3",
                "<a href=\"x>y\" title='>'>link</a>|link",
                "&zwnj;&#847;&#8203;text|text",
                "<STYLE>x</STYLE>y<no|y"
            })
    void tagsAreTakenAway(String html, String shown) {
        assertEquals(shown, html(html));
    }

    @Test
    void whateverTheHtmlItIsTheSameInPiecesAndTakesLinearTime() {
        String[] scraps = {
            "<", ">", "<!--", "-->", "&", "#", "x", ";", "\"", "'", "<style>", "</style>", "a", " ", "&amp;", "/", "--"
        };
        Random random = new Random(8);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder html = new StringBuilder();
            for (int i = random.nextInt(30); i > 0; i--) {
                html.append(scraps[random.nextInt(scraps.length)]);
            }
            HtmlLine whole = new HtmlLine(1_000);
            whole.add(html);
            HtmlLine pieces = new HtmlLine(1_000);
            for (int at = 0; at < html.length(); ) {
                int end = Math.min(html.length(), at + 1 + random.nextInt(4));
                pieces.add(html.subSequence(at, end));
                at = end;
            }
            assertEquals(whole.text(), pieces.text(), html.toString());
        }
        for (String scrap : scraps) {
            HtmlLine line = new HtmlLine(1 << 30);
            assertTimeout(Duration.ofSeconds(10), () -> line.add(scrap.repeat(300_000)), scrap);
        }
    }
}
