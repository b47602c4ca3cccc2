package org.jdbmail.mime.bytes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Octets before a message, and a message without its first ones, read like any other. */
class JoinedBytesTest {
    private static final int LARGE = MessageBytes.SMALL + 1000;

    private final byte[] all = new byte[LARGE];

    JoinedBytesTest() {
        new Random(5).nextBytes(all);
    }

    private void reads(byte[] expected, MessageBytes message) throws IOException, NoSuchAlgorithmException {
        assertEquals(expected.length, message.size());
        int[] places = {0, 1, 99, 100, 101, 500, expected.length - 1, expected.length};
        for (int from : places) {
            for (int to : places) {
                if (from <= to) {
                    byte[] part = Arrays.copyOfRange(expected, from, to);
                    assertArrayEquals(part, message.slice(from, to));
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    message.writeTo(out, from, to);
                    assertArrayEquals(part, out.toByteArray());
                    MessageDigest digest = MessageDigest.getInstance("SHA-256");
                    message.update(digest, from, to);
                    assertArrayEquals(MessageDigest.getInstance("SHA-256").digest(part), digest.digest());
                }
            }
        }
        assertThrows(IndexOutOfBoundsException.class, () -> message.slice(0, expected.length + 1));
        assertThrows(IndexOutOfBoundsException.class, () -> message.slice(-1, 1));
    }

    @Test
    void octetsBeforeALargeMessageAndASmallOne() throws IOException, NoSuchAlgorithmException {
        byte[] first = Arrays.copyOf(all, 100);
        MessageBytes rest = MessageBytes.of(Arrays.copyOfRange(all, 100, all.length));
        reads(all, MessageBytes.joined(first, rest));
        byte[] few = Arrays.copyOf(all, 1000);
        reads(few, MessageBytes.joined(first, MessageBytes.of(Arrays.copyOfRange(few, 100, few.length))));
        assertSame(rest, MessageBytes.joined(new byte[0], rest));
    }

    @Test
    void aMessageWithoutItsFirstOctets() throws IOException, NoSuchAlgorithmException {
        MessageBytes message = MessageBytes.of(all);
        reads(Arrays.copyOfRange(all, 100, all.length), message.after(100));
        reads(Arrays.copyOfRange(all, 200, all.length), message.after(100).after(100));
        assertEquals(0, message.after(all.length).size());
        assertSame(message, message.after(0));
    }
}
