package org.jdbmail.mime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.listing.BodyStructure;
import org.jdbmail.mime.listing.MessageSummary;
import org.jdbmail.mime.structure.MimePart;
import org.jdbmail.testkit.fuzz.Fuzz;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever bytes come in, the structures are the same for each way to hold them, and every range lies in its parent. */
final class MimeFuzzTest {
    @Test
    void everyHolderOfTheSameBytesGivesTheSameStructure(@TempDir Path folder) throws IOException {
        Random random = new Random(20260414);
        for (int i = 0; i < 4_000; i++) {
            byte[] mail = MailScraps.mail(random);
            MimePart root = Mails.scan(mail);
            check(mail, root, 0, mail.length);
            MessageSummary whole = MessageSummary.of(MessageBytes.of(mail));
            same(whole, MessageSummary.of(Mails.segments(mail, random)));
            assertArrayEquals(
                    BodyStructure.basic(root),
                    BodyStructure.form(whole.listing().bodyStructure(), false, true));
            if (i % 20 == 0) {
                Path file = Files.write(folder.resolve("mail"), mail);
                try (FileChannel channel = FileChannel.open(file)) {
                    same(whole, MessageSummary.of(MessageBytes.of(channel)));
                }
            }
        }
    }

    /** The same, and nothing else, of what is almost a message. */
    @Test
    void whateverComesIsAMessage() {
        List<String> messages = List.of(
                "From: \"A. B\" <a@b.example>\r\nTo: undisclosed: ;\r\nDate: Mon, 2 Mar 2026 10:11:12 +0100 (CET)\r\n"
                        + "Message-ID: <1@b.example>\r\nReferences: <a@b> <c@d>\r\nSubject: Re: =?utf-8?q?H=C3=B6he?= [x]\r\n"
                        + "Content-Type: text/plain; charset=iso-8859-15; format=flowed\r\n"
                        + "Content-Transfer-Encoding: quoted-printable\r\n\r\nText=20=\r\n more\r\n",
                "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"x y\"\n\npreamble\n--x y\n"
                        + "Content-Type: message/rfc822\n\nSubject: inner\n\nbody\n--x y\nContent-Type: application/x;\n"
                        + " name*0*=utf-8''%C3%A4; name*1=b\nContent-Disposition: attachment; filename=\"a\\\"b\"\n"
                        + "Content-Transfer-Encoding: base64\n\nAGEAYg==\n--x y--\nepilogue\n",
                "Content-Type: text/html\n\n<p>One &amp; two<br><!-- x --><style>y</style></p>\n");
        assertTrue(Fuzz.run(5_000, messages, mail -> {
                    MimePart root = Mails.scan(mail);
                    check(mail, root, 0, mail.length);
                    MessageSummary summary = MessageSummary.of(MessageBytes.of(mail));
                    assertArrayEquals(
                            BodyStructure.basic(root),
                            BodyStructure.form(summary.listing().bodyStructure(), false, true));
                })
                > 0);
    }

    private static void same(MessageSummary one, MessageSummary other) {
        assertEquals(
                Mails.text(one.listing().bodyStructure()),
                Mails.text(other.listing().bodyStructure()));
        assertEquals(
                Mails.text(one.listing().envelope()), Mails.text(other.listing().envelope()));
        assertEquals(one.from(), other.from());
        assertEquals(one.keys(), other.keys());
        assertEquals(one.preview(), other.preview());
    }

    private static void check(byte[] mail, MimePart part, int from, int to) {
        assertTrue(from <= part.headerStart() && part.headerStart() <= part.headerEnd());
        assertTrue(part.headerEnd() <= part.bodyStart() && part.bodyStart() <= part.bodyEnd() && part.bodyEnd() <= to);
        int lines = 0;
        for (int i = part.bodyStart(); i < part.bodyEnd(); i++) {
            if (mail[i] == '\n') {
                lines++;
            }
        }
        assertEquals(lines, part.bodyLines());
        int position = part.bodyStart();
        for (MimePart child : part.children()) {
            check(mail, child, position, part.bodyEnd());
            position = child.bodyEnd();
        }
        assertTrue(part.preambleEnd() <= part.bodyEnd() && part.epilogueStart() <= part.bodyEnd());
    }

    @Test
    void largeMessagesInSegmentsAndFilesAreScannedAsInOneArray(@TempDir Path folder) throws IOException {
        Random random = new Random(3);
        StringBuilder mail = new StringBuilder("Subject: big\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n");
        while (mail.length() < 2_000_000) {
            mail.append("\r\n--b\r\nContent-Type: application/x\r\nX-Long: ");
            mail.append("y".repeat(random.nextInt(70_000))).append("\r\n\r\n");
            mail.append(("z".repeat(random.nextInt(3_000)) + "\r\n").repeat(random.nextInt(60)));
        }
        byte[] bytes = Mails.bytes(mail.toString());
        MessageSummary whole = MessageSummary.of(MessageBytes.of(bytes));
        same(whole, MessageSummary.of(Mails.segments(bytes, random)));
        try (FileChannel channel = FileChannel.open(Files.write(folder.resolve("big"), bytes))) {
            same(whole, MessageSummary.of(MessageBytes.of(channel)));
        }
    }

    @Test
    void hostileMessagesTakeLinearTime() {
        String nested = "Content-Type: multipart/mixed; boundary=" + "a".repeat(190);
        StringBuilder boundaries = new StringBuilder();
        for (int i = 0; i < 90; i++) {
            boundaries
                    .append(nested)
                    .append(i)
                    .append("\n\n--")
                    .append("a".repeat(190))
                    .append(i)
                    .append('\n');
        }
        String[] hostile = {
            boundaries + "\n" + ("--" + "a".repeat(189) + "b\n").repeat(10_000),
            boundaries + "\n" + "--\n".repeat(500_000),
            "To: " + "(".repeat(1_000_000),
            "To: " + "\",".repeat(500_000),
            "To: " + "<@".repeat(500_000),
            "To: " + "a:b;".repeat(250_000),
            "To: " + "a b ".repeat(250_000),
            "To: " + "(a)".repeat(300_000),
            "To: " + "a.".repeat(500_000) + "@" + "b.".repeat(100_000),
            "Subject: " + "=?utf-8?q?x".repeat(90_000),
            "Subject: " + "=?utf-8?q?x?=".repeat(80_000),
            "Subject: " + "=?nope?q?x?=".repeat(80_000),
            "Subject: " + "=?".repeat(500_000),
            "References: " + "<".repeat(1_000_000),
            "References: " + "<a".repeat(400_000) + ">".repeat(200_000),
            "Content-Type: a/b" + ";\"".repeat(500_000),
            "Content-Type: a/b" + "; x=y".repeat(200_000),
            "Content-Type: text/plain; name=\"" + "\\".repeat(1_000_000),
            "Content-Language: " + "a,".repeat(500_000),
            "To: a\n".repeat(170_000),
            "\n ".repeat(3_000_000),
            "a:\n ".repeat(1_000_000),
            "Content-Type: message/rfc822\n\n".repeat(100_000),
        };
        for (String mail : hostile) {
            byte[] bytes = Mails.bytes(mail);
            assertTimeout(
                    Duration.ofSeconds(5),
                    () -> MessageSummary.of(MessageBytes.of(bytes)),
                    () -> mail.substring(0, Math.min(30, mail.length())));
        }
    }
}
