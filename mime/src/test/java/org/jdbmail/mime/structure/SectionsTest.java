package org.jdbmail.mime.structure;

import static org.jdbmail.mime.Mails.crlf;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jdbmail.mime.Mails;
import org.jdbmail.mime.bytes.MessageBytes;
import org.junit.jupiter.api.Test;

final class SectionsTest {
    private static final byte[] PLAIN =
            crlf("From: User1 <user1@domain.org>\nDate: today\n folded\nSubject: s1\n\nbody1\n");

    private static final byte[] MULTIPART = crlf("""
            From: user@domain.org
            Content-Type: multipart/mixed; boundary="foo
             bar"

            Root MIME prologue

            --foo bar
            Content-Type: text/x-myown; charset=us-ascii

            hello

            --foo bar
            Content-Type: message/rfc822

            From: sub@domain.org
            Subject: submsg
            Content-Type: multipart/alternative; boundary="sub1"

            Sub MIME prologue
            --sub1
            Content-Type: text/html

            <p>Hello world</p>

            --sub1
            Content-Type: text/plain

            Hello another world

            --sub1--
            Sub MIME epilogue

            --foo bar--
            Root MIME epilogue
            """);

    private static final byte[] MESSAGE_IN_MESSAGE = crlf("""
            From: user@domain.org
            Content-Type: message/rfc822

            From: user2@domain.org
            Content-Type: message/rfc822

            From: sub@domain.org
            Subject: submsg

            Hello world
            """);

    /** A section as in FETCH, with the names of fields in parentheses; LF for CRLF. */
    private static String fetch(byte[] mail, String section) {
        String spec = section.toUpperCase(Locale.ROOT);
        int letter = 0;
        while (letter < spec.length() && !Character.isLetter(spec.charAt(letter))) {
            letter++;
        }
        String numbers = spec.substring(0, letter);
        int[] part = numbers.isEmpty()
                ? new int[0]
                : Arrays.stream(numbers.split("\\."))
                        .mapToInt(Integer::parseInt)
                        .toArray();
        String[] words = spec.substring(letter).split("[ ()]+");
        Sections.What what = switch (words[0]) {
            case "" -> Sections.What.ALL;
            case "HEADER.FIELDS" -> Sections.What.FIELDS;
            case "HEADER.FIELDS.NOT" -> Sections.What.FIELDS_NOT;
            default -> Sections.What.valueOf(words[0]);
        };
        List<String> fields = List.of(words).subList(1, words.length);
        MessageBytes message = MessageBytes.of(mail);
        SectionContent content = Sections.find(message, MimeScanner.scan(message), part, what, fields);
        byte[] bytes = content.bytes();
        assertEquals(bytes.length, content.size());
        return Mails.text(bytes).replace("\r\n", "\n");
    }

    @Test
    void theMessageItselfHasHeaderAndText() {
        assertEquals(Mails.text(PLAIN).replace("\r\n", "\n"), fetch(PLAIN, ""));
        assertEquals("From: User1 <user1@domain.org>\nDate: today\n folded\nSubject: s1\n\n", fetch(PLAIN, "header"));
        assertEquals("body1\n", fetch(PLAIN, "text"));
        assertEquals("body1\n", fetch(PLAIN, "1"));
        assertEquals("From: User1 <user1@domain.org>\nDate: today\n folded\nSubject: s1\n\n", fetch(PLAIN, "1.mime"));
    }

    @Test
    void fieldsAreGivenAsTheyAreStored() {
        assertEquals("From: User1 <user1@domain.org>\n\n", fetch(PLAIN, "header.fields (from from)"));
        assertEquals("Date: today\n folded\nSubject: s1\n\n", fetch(PLAIN, "header.fields (subject date)"));
        assertEquals("From: User1 <user1@domain.org>\nSubject: s1\n\n", fetch(PLAIN, "header.fields.not (date date)"));
        assertEquals("\n", fetch(PLAIN, "header.fields (xyz)"));
        assertEquals("\n", fetch(PLAIN, "header.fields.not (from date subject)"));
    }

    @Test
    void fieldsOfABrokenHeaderEndWithABlankLine() {
        assertEquals("B: 2\n\n", fetch(crlf("A: 1\ngarbage\nB: 2"), "header.fields (b)"));
        assertEquals("garbage\nB: 2\n\n", fetch(crlf("A: 1\ngarbage\nB: 2"), "header.fields.not (a)"));
        assertEquals("\n", fetch(new byte[0], "header.fields (b)"));
        assertEquals("A : 1\n\n", fetch(crlf("A : 1\n\n"), "header.fields (a)"));
    }

    @Test
    void partsOfAMultipartHaveNumbers() {
        assertEquals("hello\n", fetch(MULTIPART, "1"));
        assertEquals("Content-Type: text/x-myown; charset=us-ascii\n\n", fetch(MULTIPART, "1.mime"));
        assertEquals("Content-Type: message/rfc822\n\n", fetch(MULTIPART, "2.mime"));
        assertEquals("<p>Hello world</p>\n", fetch(MULTIPART, "2.1"));
        assertEquals("Content-Type: text/html\n\n", fetch(MULTIPART, "2.1.mime"));
        assertEquals("Hello another world\n", fetch(MULTIPART, "2.2"));
    }

    @Test
    void aMessageInAPartHasHeaderAndText() {
        String header =
                "From: sub@domain.org\nSubject: submsg\nContent-Type: multipart/alternative; boundary=\"sub1\"\n\n";
        String text = """
                Sub MIME prologue
                --sub1
                Content-Type: text/html

                <p>Hello world</p>

                --sub1
                Content-Type: text/plain

                Hello another world

                --sub1--
                Sub MIME epilogue
                """;
        assertEquals(header, fetch(MULTIPART, "2.header"));
        assertEquals(text, fetch(MULTIPART, "2.text"));
        assertEquals(header + text, fetch(MULTIPART, "2"));
        assertEquals(
                "From: sub@domain.org\nSubject: submsg\n\n", fetch(MULTIPART, "2.header.fields (from subject X-foo)"));
    }

    @Test
    void aMessageThatIsAMessageGoesOnWithItsNumbers() {
        String innermost = "From: sub@domain.org\nSubject: submsg\n\nHello world\n";
        assertEquals("From: user2@domain.org\nContent-Type: message/rfc822\n\n", fetch(MESSAGE_IN_MESSAGE, "1.header"));
        assertEquals(innermost, fetch(MESSAGE_IN_MESSAGE, "1.text"));
        assertEquals(innermost, fetch(MESSAGE_IN_MESSAGE, "1.1"));
        assertEquals("Hello world\n", fetch(MESSAGE_IN_MESSAGE, "1.1.1"));
        assertEquals("Hello world\n", fetch(MESSAGE_IN_MESSAGE, "1.1.text"));
        assertEquals("From: sub@domain.org\nSubject: submsg\n\n", fetch(MESSAGE_IN_MESSAGE, "1.1.header"));
    }

    @Test
    void whatIsNotThereIsEmpty() {
        for (String section :
                new String[] {"2", "1.1", "1.1.1", "1.header", "1.text", "1.header.fields (from)", "2.mime"}) {
            assertEquals("", fetch(PLAIN, section), section);
        }
        for (String section : new String[] {"3", "1.1", "1.header", "2.3", "2.1.1", "2.1.header"}) {
            assertEquals("", fetch(MULTIPART, section), section);
        }
        assertEquals("", fetch(crlf("Content-Type: multipart/mixed\n\nx"), "1"));
        assertEquals("", fetch(MESSAGE_IN_MESSAGE, "1.1.1.1"));
    }

    @Test
    void anyStretchOfASectionCanBeWritten() throws IOException {
        Random random = new Random(5);
        MessageBytes message = Mails.segments(PLAIN, random);
        SectionContent content = Sections.find(
                message, MimeScanner.scan(message), new int[0], Sections.What.FIELDS, List.of("from", "subject"));
        byte[] all = content.bytes();
        for (int from = 0; from <= all.length; from++) {
            for (int to = from; to <= all.length; to++) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                content.writeTo(out, from, to);
                assertArrayEquals(Arrays.copyOfRange(all, from, to), out.toByteArray());
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThrows(IndexOutOfBoundsException.class, () -> content.writeTo(out, 0, all.length + 1));
    }
}
