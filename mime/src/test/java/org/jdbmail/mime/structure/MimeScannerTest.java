package org.jdbmail.mime.structure;

import static org.jdbmail.mime.Mails.body;
import static org.jdbmail.mime.Mails.bytes;
import static org.jdbmail.mime.Mails.crlf;
import static org.jdbmail.mime.Mails.header;
import static org.jdbmail.mime.Mails.scan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jdbmail.mime.Mails;
import org.jdbmail.mime.MimeLimits;
import org.jdbmail.mime.field.KnownField;
import org.junit.jupiter.api.Test;

final class MimeScannerTest {
    @Test
    void aPlainMessageIsOneLeaf() {
        byte[] mail = crlf("Subject: x\n\none\ntwo\n");
        MimePart part = scan(mail);
        assertEquals(MimePart.Kind.LEAF, part.kind());
        assertEquals("Subject: x\r\n\r\n", header(mail, part));
        assertEquals("one\r\ntwo\r\n", body(mail, part));
        assertEquals(2, part.bodyLines());
        assertNull(part.parent());
    }

    @Test
    void anEmptyMessageHasAnEmptyHeaderAndAnEmptyBody() {
        MimePart part = scan(new byte[0]);
        assertEquals(0, part.headerEnd());
        assertEquals(0, part.bodySize());
        assertEquals(0, part.bodyLines());
    }

    @Test
    void aMessageWithoutHeaderStartsWithItsBlankLine() {
        byte[] mail = crlf("\nbody");
        MimePart part = scan(mail);
        assertEquals("\r\n", header(mail, part));
        assertEquals("body", body(mail, part));
        assertEquals(0, part.bodyLines());
    }

    @Test
    void aHeaderWithoutBlankLineReachesToTheEnd() {
        byte[] mail = crlf("Subject: x\nno field at all\nTo: y");
        MimePart part = scan(mail);
        assertEquals(mail.length, part.headerEnd());
        assertEquals(0, part.bodySize());
        assertEquals(1, part.header().all(KnownField.TO).size());
    }

    @Test
    void bareLineFeedsEndLinesAndBareCarriageReturnsDoNot() {
        byte[] mail = bytes("Subject: a\rb\nTo: c\n\none\rtwo\nthree\r\n\0four");
        MimePart part = scan(mail);
        assertEquals("Subject: a\rb\nTo: c\n\n", header(mail, part));
        assertEquals(2, part.bodyLines());
    }

    @Test
    void anMboxLineAndGarbageInTheHeaderArePassedOver() {
        byte[] mail = crlf("""
                From alice@example.org  Fri Feb 22 17:06:23 2008
                 continued: garbage
                Subject : obsolete space
                what is this
                Content-Type: text/html

                <p>
                """);
        MimePart part = scan(mail);
        assertTrue(part.contentType().is("text", "html"));
        assertEquals("obsolete space", part.header().first(KnownField.SUBJECT).unfolded());
        assertTrue(part.header().all(KnownField.FROM).isEmpty());
    }

    private static final String NESTED = """
            Content-Type: multipart/mixed; boundary="foo
             bar"

            preamble

            --foo bar
            Content-Type: text/x-myown; charset=us-ascii

            hello

            --foo bar \t
            Content-Type: message/rfc822

            From: sub@domain.org
            Content-Type: multipart/alternative; boundary="sub1"

            Sub preamble
            --sub1
            Content-Type: text/html

            <p>Hello world</p>

            --sub1
            Content-Type: text/plain

            Hello another world

            --sub1--
            Sub epilogue

            --foo bar--
            Root epilogue
            """;

    @Test
    void theLineEndBeforeABoundaryBelongsToIt() {
        byte[] mail = crlf(NESTED);
        MimePart root = scan(mail);
        assertEquals(2, root.children().size());
        MimePart first = root.children().getFirst();
        assertEquals("hello\r\n", body(mail, first));
        assertEquals(1, first.bodyLines());
        assertEquals("preamble\r\n", Mails.slice(mail, root.bodyStart(), root.preambleEnd()));
        assertEquals("Root epilogue\r\n", Mails.slice(mail, root.epilogueStart(), root.bodyEnd()));
        assertEquals(mail.length, root.bodyEnd());
    }

    @Test
    void aMessageInsideIsLookedInto() {
        byte[] mail = crlf(NESTED);
        MimePart message = scan(mail).children().get(1);
        assertEquals(MimePart.Kind.MESSAGE, message.kind());
        MimePart inner = message.embedded();
        assertEquals(message.bodyStart(), inner.headerStart());
        assertEquals(message.bodyEnd(), inner.bodyEnd());
        assertEquals(16, message.bodyLines());
        assertEquals("Sub epilogue\r\n", Mails.slice(mail, inner.epilogueStart(), inner.bodyEnd()));
        assertEquals(2, inner.children().size());
        assertEquals("Hello another world\r\n", body(mail, inner.children().get(1)));
        assertEquals(3, inner.children().get(1).depth());
    }

    @Test
    void anEncodedMessageInsideIsNotLookedInto() {
        MimePart part =
                scan(crlf("Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogeAoKeQ==\n"));
        assertEquals(MimePart.Kind.LEAF, part.kind());
    }

    @Test
    void inADigestAPartWithoutTypeIsAMessage() {
        byte[] mail = crlf("""
                Content-Type: multipart/digest; boundary=foo

                --foo

                Subject: m1

                m1 body
                --foo
                Content-Type: text/plain

                text
                --foo--
                """);
        MimePart root = scan(mail);
        MimePart first = root.children().get(0);
        assertEquals(MimePart.Kind.MESSAGE, first.kind());
        assertEquals("\r\n", header(mail, first));
        assertEquals("m1 body", body(mail, first.embedded()));
        assertEquals(MimePart.Kind.LEAF, root.children().get(1).kind());
    }

    @Test
    void aMultipartThatIsNeverClosedReachesToTheEnd() {
        byte[] mail = crlf("Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n\ntwo\n");
        MimePart root = scan(mail);
        assertEquals("one", body(mail, root.children().get(0)));
        assertEquals("two\r\n", body(mail, root.children().get(1)));
        assertEquals(-1, root.epilogueStart());
    }

    @Test
    void anInnerMultipartThatIsNeverClosedEndsAtTheOuterBoundary() {
        byte[] mail = crlf("""
                Content-Type: multipart/mixed; boundary=outer

                --outer
                Content-Type: multipart/mixed; boundary=inner

                --inner

                one
                --outer

                two
                --inner
                three
                --outer--
                """);
        MimePart root = scan(mail);
        assertEquals(2, root.children().size());
        assertEquals("one", body(mail, root.children().get(0).children().get(0)));
        assertEquals("two\r\n--inner\r\nthree", body(mail, root.children().get(1)));
    }

    @Test
    void aMultipartWithoutBoundaryOrWithOneThatNeverOccursHasNoParts() {
        for (String type :
                new String[] {"multipart/mixed", "multipart/mixed; boundary=\"\"", "multipart/x; boundary=no"}) {
            MimePart root = scan(crlf("Content-Type: " + type + "\n\n--\n--other\ntext\n"));
            assertEquals(MimePart.Kind.MULTIPART, root.kind());
            assertTrue(root.children().isEmpty());
            assertEquals(3, root.bodyLines());
            assertEquals(-1, root.preambleEnd());
        }
    }

    @Test
    void ofBoundariesThatArePrefixesOfEachOtherTheLongestMatches() {
        byte[] mail = crlf("""
                Content-Type: multipart/mixed; boundary=foo

                --foo
                Content-Type: multipart/mixed; boundary=foobar

                --foobar

                inner one
                --foobar

                inner two
                --foobar--
                --foo

                outer two
                --foo--
                """);
        MimePart root = scan(mail);
        assertEquals(2, root.children().size());
        assertEquals(2, root.children().get(0).children().size());
        assertEquals("outer two", body(mail, root.children().get(1)));
    }

    @Test
    void aBoundaryEndsAHeaderThatHasNoBlankLine() {
        byte[] mail = crlf("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n--b\n--b--\n");
        MimePart root = scan(mail);
        assertEquals(2, root.children().size());
        assertEquals("Content-Type: text/html", header(mail, root.children().get(0)));
        assertEquals("", body(mail, root.children().get(0)));
        assertEquals("", header(mail, root.children().get(1)));
        assertEquals(0, root.children().get(1).bodyLines());
    }

    @Test
    void aBoundaryRightAfterTheBlankLineLeavesAnEmptyBody() {
        byte[] mail = crlf("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n--b--");
        MimePart root = scan(mail);
        assertEquals(
                "Content-Type: text/html\r\n\r\n", header(mail, root.children().get(0)));
        assertEquals("", body(mail, root.children().get(0)));
        assertEquals(mail.length, root.epilogueStart());
    }

    @Test
    void anUnreadableContentTypeIsTextPlain() {
        for (String type : new String[] {"", "text", "/plain", "text/", ";charset=x", "\"text\"/plain", "(", "\\"}) {
            MimePart part = scan(crlf("Content-Type: " + type + "\n\nx"));
            assertTrue(part.contentType().is("text", "plain"), type);
        }
    }

    @Test
    void sixtyLevelsWorkAndMoreThanTheLimitAreAnOpaqueLeaf() {
        assertEquals(60, deepest(scan(nest(60))).depth());
        MimePart deepest = deepest(scan(nest(5_000)));
        assertEquals(MimeLimits.DEPTH, deepest.depth());
        assertTrue(deepest.truncated());
        assertEquals(MimePart.Kind.LEAF, deepest.kind());
        assertFalse(deepest(scan(nest(60))).truncated());
    }

    private static byte[] nest(int levels) {
        StringBuilder mail = new StringBuilder();
        for (int i = 0; i < levels; i++) {
            mail.append("Content-Type: multipart/mixed; boundary=level")
                    .append(i)
                    .append("\n\n--level");
            mail.append(i).append('\n');
        }
        return crlf(mail + "\nthe innermost\n");
    }

    private static MimePart deepest(MimePart part) {
        MimePart deepest = part;
        while (!deepest.children().isEmpty()) {
            deepest = deepest.children().getFirst();
        }
        return deepest;
    }

    @Test
    void tenThousandPartsWorkAndBeyondTheLimitTheRestIsTheLastPart() {
        assertEquals(10_000, scan(manyParts(10_000)).children().size());
        byte[] mail = manyParts(30_000);
        MimePart root = scan(mail);
        assertEquals(MimeLimits.PARTS - 1, root.children().size());
        assertEquals(mail.length, root.children().getLast().bodyEnd());
    }

    private static byte[] manyParts(int count) {
        return crlf("Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n".repeat(count) + "--b--\n");
    }

    /** One that is cut would match others, and its end would begin one part more. */
    @Test
    void aBoundaryIsComparedWholeOrNotAtAll() {
        for (int length : new int[] {70, 201, 900}) {
            String boundary = "b".repeat(length);
            MimePart root = scan(crlf("Content-Type: multipart/mixed; boundary=" + boundary + "\n\n--" + boundary
                    + "\n\nx\n--" + boundary.substring(1) + "c\n--" + boundary + "--\nafter\n"));
            assertEquals(1, root.children().size(), "of " + length);
        }
        String tooLong = "b".repeat(1_000);
        assertEquals(
                0,
                scan(crlf("Content-Type: multipart/mixed; boundary=" + tooLong + "\n\n--" + tooLong + "\n\nx\n"))
                        .children()
                        .size());
    }
}
