package org.jdbmail.core.content;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.DataFormatException;
import org.jdbmail.mime.bytes.MessageBytes;
import org.junit.jupiter.api.Test;

final class ContentPlanTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static ContentPlan plan(byte[] mail) {
        return PreparedMessage.prepare(MessageBytes.of(mail)).plan();
    }

    private static byte[] restored(byte[] mail, ContentPlan plan) throws Exception {
        MessageBytes message = MessageBytes.of(mail);
        byte[] head = plan.head(message);
        byte[] inline = plan.inline(message);
        assertTrue(head.length <= ContentPlan.PIECE && inline.length <= ContentPlan.PIECE);
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.write(head);
        int used = 0;
        for (ContentPlan.Blob blob : plan.blobs()) {
            byte[] bytes = ContentPlan.bytes(message, blob);
            assertArrayEquals(MessageDigest.getInstance("SHA-256").digest(bytes), blob.sha256());
            assertTrue(bytes.length > 0 && bytes.length <= ContentPlan.PIECE);
            int gap = blob.offset() - joined.size();
            joined.write(inline, used, gap);
            used += gap;
            joined.write(bytes);
        }
        joined.write(inline, used, inline.length - used);
        return joined.toByteArray();
    }

    private static String part(String type, String body) {
        return "--b\r\nContent-Type: " + type + "\r\n\r\n" + body + "\r\n";
    }

    private static byte[] multipart(String... parts) {
        return bytes("Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + String.join("", parts)
                + "--b--\r\n");
    }

    private static String random(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return HexFormat.of().formatHex(bytes).substring(0, size);
    }

    @Test
    void aPlainMessageStaysInline() throws Exception {
        byte[] mail = bytes("Subject: x\r\n\r\n" + "Some words in a row.\r\n".repeat(900));
        ContentPlan plan = plan(mail);
        assertEquals(List.of(), plan.blobs());
        assertEquals(mail.length, plan.headLength() + plan.inlineLength());
        assertArrayEquals(mail, restored(mail, plan));
    }

    @Test
    void attachmentsAndLargeBodiesBecomeBlobs() throws Exception {
        byte[] mail = multipart(
                part("text/plain", random(20_000, 1)),
                part("image/png", random(4_096, 2)),
                part("image/png", random(4_095, 3)),
                part("text/html", random(70_000, 4)));
        ContentPlan plan = plan(mail);
        assertEquals(
                List.of(4_096, 70_000),
                plan.blobs().stream().map(ContentPlan.Blob::length).toList());
        assertArrayEquals(mail, restored(mail, plan));
    }

    @Test
    void theSameAttachmentHasTheSamePiecesInEveryMessage() throws Exception {
        String attachment = random(3 * ContentPlan.PIECE + 17, 5);
        byte[] one = multipart(part("text/plain", "hello"), part("application/pdf", attachment));
        byte[] other = multipart(part("application/x-other; name=y", attachment), part("text/plain", "good bye"));
        List<String> first = digests(plan(one));
        assertEquals(4, first.size());
        assertEquals(first, digests(plan(other)));
        assertArrayEquals(one, restored(one, plan(one)));
    }

    private static List<String> digests(ContentPlan plan) {
        return plan.blobs().stream()
                .map(blob -> HexFormat.of().formatHex(blob.sha256()))
                .toList();
    }

    @Test
    void noStoredPieceIsLargerThanAMebibyte() throws Exception {
        byte[] hugeHeader = bytes("X: " + random(3_000_000, 6) + "\r\n\r\nbody");
        assertEquals(ContentPlan.PIECE, plan(hugeHeader).headLength());
        assertArrayEquals(hugeHeader, restored(hugeHeader, plan(hugeHeader)));
        String[] parts = new String[2_000];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = i % 2 == 0 ? part("text/plain", random(2_000, i)) : part("image/png", random(5_000, i));
        }
        byte[] many = multipart(parts);
        assertArrayEquals(many, restored(many, plan(many)));
        byte[] preamble = bytes("Content-Type: multipart/mixed; boundary=b\r\n\r\n" + random(2_500_000, 7)
                + "\r\n--b\r\n\r\nx\r\n--b--\r\n" + random(1_100_000, 8));
        assertArrayEquals(preamble, restored(preamble, plan(preamble)));
    }

    @Test
    void anyBytesComeBackExactly() throws Exception {
        Random random = new Random(11);
        for (int i = 0; i < 300; i++) {
            StringBuilder mail = new StringBuilder("Content-Type: multipart/mixed; boundary=b\n\n");
            for (int j = random.nextInt(5); j > 0; j--) {
                mail.append(part(random.nextBoolean() ? "text/x" : "a/b", random(random.nextInt(100_000), i)));
            }
            byte[] bytes = bytes(mail.substring(random.nextInt(3)));
            assertArrayEquals(bytes, restored(bytes, plan(bytes)));
        }
        assertArrayEquals(new byte[0], restored(new byte[0], plan(new byte[0])));
    }

    @Test
    void bytesArePackedWhereThatPays() throws DataFormatException {
        byte[] text = random(100_000, 9).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        Packing.Packed packed = Packing.pack(text);
        assertEquals(Packing.DEFLATE, packed.packing());
        assertTrue(packed.bytes().length < 85_000);
        assertArrayEquals(text, Packing.of(packed.packing().code()).unpack(packed.bytes(), text.length));
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        assertEquals(Packing.RAW, Packing.pack(noise).packing());
        assertEquals(Packing.RAW, Packing.pack(new byte[32 * 1024 - 1]).packing());
        byte[] zeros = new byte[1 << 20];
        Packing.Packed small = Packing.pack(zeros);
        assertArrayEquals(zeros, small.packing().unpack(small.bytes(), zeros.length));
    }

    @Test
    void damagedBytesAndBombsAreRefused() {
        Packing.Packed packed = Packing.pack(new byte[1 << 20]);
        assertThrows(DataFormatException.class, () -> Packing.DEFLATE.unpack(packed.bytes(), (1 << 20) - 1));
        byte[] half = java.util.Arrays.copyOf(packed.bytes(), packed.bytes().length / 2);
        assertThrows(DataFormatException.class, () -> Packing.DEFLATE.unpack(half, 1 << 20));
        assertThrows(DataFormatException.class, () -> Packing.DEFLATE.unpack(new byte[] {-1, -1}, 100));
        assertThrows(DataFormatException.class, () -> Packing.RAW.unpack(new byte[11], 10));
        assertThrows(DataFormatException.class, () -> Packing.of(7));
    }
}
