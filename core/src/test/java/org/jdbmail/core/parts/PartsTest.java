package org.jdbmail.core.parts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.structure.MimeScanner;
import org.jdbmail.testkit.mail.MailGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DBMail's rows and back: the rows are those that DBMail writes, and every message comes back to the byte. */
class PartsTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<PartRow> split(byte[] message) {
        MessageBytes bytes = MessageBytes.of(message);
        return PartsSplitter.split(bytes, MimeScanner.scan(bytes));
    }

    private static void comesBack(byte[] message) {
        byte[] assembled = PartsAssembler.assemble(split(message));
        byte[] repair = Repair.between(assembled, message);
        assertArrayEquals(message, Repair.apply(assembled, repair));
    }

    private static String table(List<PartRow> rows) {
        StringBuilder table = new StringBuilder();
        for (PartRow row : rows) {
            table.append(row.header() ? "H" : "B")
                    .append(" %d %d %d ".formatted(row.key(), row.depth(), row.order()))
                    .append(new String(row.data(), StandardCharsets.ISO_8859_1).replace("\n", "|"))
                    .append('\n');
        }
        return table.toString();
    }

    private static final String MIXED = "Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\npreamble\r\n"
            + "--b\r\nContent-Type: multipart/related; boundary=c\r\n\r\n--c\r\n\r\none\r\n--c--\r\n"
            + "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ntwo\r\n--b--\r\n\r\nepilogue\r\n";

    @Test
    void rowsAreNumberedAsDbmailDoes() {
        assertEquals("""
                H 1 0 0 Subject: x|Content-Type: multipart/mixed; boundary=b|
                B 1 0 1 preamble
                H 2 1 0 Content-Type: multipart/related; boundary=c|
                H 3 2 0\s
                B 3 2 1 one
                H 4 1 0 Content-Type: message/rfc822|
                H 5 1 0 Subject: inner|
                B 5 1 1 two
                B 5 0 3 |epilogue|
                """, table(split(bytes(MIXED))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                MIXED,
                "A: b\r\n\r\nbody\r\n",
                "A: b\r\n\r\n",
                "Content-Type: multipart/digest; boundary=d\r\n\r\n--d\r\n\r\nSubject: one\r\n\r\n1\r\n"
                        + "--d\r\n\r\nSubject: two\r\n\r\n2\r\n--d--\r\n",
                "Content-Type: multipart/mixed; boundary=never\r\n\r\njust text\r\n",
                "Content-Type: multipart/mixed\r\n\r\n--x\r\n\r\ntext\r\n--x--\r\n",
                "Content-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\nContent-Type: multipart/mixed; boundary=i\r\n\r\n"
                        + "--i\r\n\r\na\r\n--i--\r\n\r\n--o--\r\n",
            })
    void wellFormedMessagesNeedNoRepair(String message) {
        assertNull(Repair.between(PartsAssembler.assemble(split(bytes(message))), bytes(message)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n",
                "\n",
                "no header at all",
                "A: b",
                "A: b\r\n",
                "A: b\n\nonly\nline feeds\n",
                "A: b\r\n\r\nmixed\nline\r\nends\r\r\n\rno end",
                "A: b\r\n\r\nNUL \0 and \u00ff\r\n",
                "garbage\r\nA: b\r\n\r\nx",
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\nnever closed\r\n",
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b  \r\n\r\nspace\r\n--b--trailing\r\nx",
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nA: b\r\n\r\n--b--\r\n",
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n\r\n\r\n--b\r\n--b\r\n--b--",
            })
    void oddMessagesComeBackToTheByte(String message) {
        comesBack(bytes(message));
    }

    @Test
    void generatedMailComesBackToTheByte() {
        MailGenerator generator = new MailGenerator(11);
        for (int i = 0; i < 150; i++) {
            comesBack(generator.next().bytes());
        }
    }

    @Test
    void randomBytesComeBack() {
        Random random = new Random(5);
        byte[] alphabet = bytes("\r\n\n\r-:b= \0ABContent-Type: multipart/mixed; boundary=b\r\n--b\r\n");
        for (int i = 0; i < 3_000; i++) {
            byte[] message = new byte[random.nextInt(300)];
            for (int j = 0; j < message.length; j++) {
                message[j] = alphabet[random.nextInt(alphabet.length)];
            }
            comesBack(message);
        }
    }

    @Test
    void aMessageWithBareLineFeedsNeedsAFewBytesOnly() {
        byte[] message = bytes("A: b\n\n" + "line\n".repeat(100_000));
        byte[] repair = Repair.between(PartsAssembler.assemble(split(message)), message);
        assertNotNull(repair);
        assertTrue(repair.length < 20, () -> "repair of " + repair.length + " bytes");
    }

    @Test
    void manyPartsAndDeepOnesComeBack() {
        StringBuilder wide = new StringBuilder("Content-Type: multipart/mixed; boundary=b\r\n\r\n");
        for (int i = 0; i < 10_000; i++) {
            wide.append("--b\r\n\r\npart ").append(i).append("\r\n");
        }
        comesBack(bytes(wide + "--b--\r\n"));
        StringBuilder deep = new StringBuilder();
        for (int i = 0; i < 80; i++) {
            deep.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\r\n\r\n--b")
                    .append(i)
                    .append("\r\n");
        }
        deep.append("\r\nbottom\r\n");
        for (int i = 79; i >= 0; i--) {
            deep.append("--b").append(i).append("--\r\n");
        }
        comesBack(bytes(deep.toString()));
    }

    @Test
    void rowsInAnOrderThatDbmailDoesNotWriteLoseNothing() {
        List<PartRow> rows = new ArrayList<>(split(bytes(MIXED)));
        rows.add(new PartRow(false, 99, 7, 0, bytes("stray\n")));
        String text = new String(PartsAssembler.assemble(rows), StandardCharsets.ISO_8859_1);
        assertTrue(text.endsWith("stray\n"));
    }

    @Test
    void aDamagedRepairIsRefused() {
        byte[] assembled = bytes("A: b\n\nx\n");
        assertThrows(IllegalArgumentException.class, () -> Repair.apply(assembled, new byte[0]));
        assertThrows(IllegalArgumentException.class, () -> Repair.apply(assembled, new byte[] {0, 1, 2, 3}));
        byte[] other = Repair.between(bytes("A: b\n\nlonger than that\n"), bytes("A: b\r\n\r\nlonger than thi"));
        assertNotNull(other);
        assertThrows(IllegalArgumentException.class, () -> Repair.apply(bytes("A\n"), other));
    }
}
