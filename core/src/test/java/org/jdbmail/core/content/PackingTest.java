package org.jdbmail.core.content;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.zip.DataFormatException;
import org.jdbmail.core.content.Packing.Packed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackingTest {
    private static byte[] text(int length) {
        byte[] all = new byte[length];
        Random random = new Random(length);
        byte[][] words = {
            "meeting ".getBytes(US_ASCII), "report ".getBytes(US_ASCII), "tomorrow,\r\n".getBytes(US_ASCII)
        };
        for (int i = 0; i < length; ) {
            byte[] word = words[random.nextInt(words.length)];
            int count = Math.min(word.length, length - i);
            System.arraycopy(word, 0, all, i, count);
            i += count;
        }
        return all;
    }

    private static byte[] base64(int length) {
        byte[] noise = new byte[length];
        new Random(7).nextBytes(noise);
        return Arrays.copyOf(Base64.getMimeEncoder().encode(noise), length);
    }

    @ParameterizedTest
    @ValueSource(ints = {32 * 1024, 32 * 1024 + 1, 100_001, 1 << 20})
    void muchTextIsDeflatedAndComesBack(int length) throws DataFormatException {
        byte[] text = text(length);
        Packed packed = Packing.pack(text);
        assertEquals(Packing.DEFLATE, packed.packing());
        assertTrue(packed.bytes().length < length / 2);
        assertArrayEquals(text, packed.packing().unpack(packed.bytes(), length));
    }

    @Test
    void littleIsStoredAsItIs() {
        byte[] text = text(32 * 1024 - 1);
        assertSame(text, Packing.pack(text).bytes());
        byte[] nothing = {};
        assertSame(nothing, Packing.pack(nothing).bytes());
    }

    @Test
    void whatHardlyShrinksIsStoredAsItIs() throws DataFormatException {
        byte[] attachment = base64(200_000);
        Packed packed = Packing.pack(attachment);
        assertEquals(Packing.RAW, packed.packing());
        assertSame(attachment, packed.bytes());
        assertSame(attachment, packed.packing().unpack(attachment, attachment.length));
    }

    @Test
    void aPromisingMiddleOfSomethingThatDoesNotShrinkChangesNothing() {
        byte[] mixed = base64(1 << 20);
        System.arraycopy(text(16 * 1024), 0, mixed, (mixed.length - 16 * 1024) / 2, 16 * 1024);
        Packed packed = Packing.pack(mixed);
        assertEquals(Packing.RAW, packed.packing());
        assertSame(mixed, packed.bytes());
    }

    @Test
    void damagedOrTooLongBytesAreRefused() throws DataFormatException {
        byte[] packed = Packing.pack(text(100_000)).bytes();
        assertThrows(DataFormatException.class, () -> Packing.DEFLATE.unpack(packed, 99_999));
        assertEquals(100_000, Packing.DEFLATE.unpack(packed, 100_000).length);
        byte[] half = Arrays.copyOf(packed, packed.length / 2);
        assertThrows(DataFormatException.class, () -> Packing.DEFLATE.unpack(half, 100_000));
        assertThrows(DataFormatException.class, () -> Packing.RAW.unpack(new byte[11], 10));
        assertThrows(DataFormatException.class, () -> Packing.of(2));
    }
}
