package org.jdbmail.mime.bytes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Messages whose pieces are fetched when they are read. */
final class LazyBytesTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void readsAcrossPiecesAndFetchesOnlyWhatIsAskedFor() throws IOException {
        AtomicInteger fetched = new AtomicInteger();
        MessageBytes message = MessageBytes.lazy(List.of(
                LazySegment.of(bytes("head|")),
                new LazySegment(4, () -> {
                    fetched.incrementAndGet();
                    return bytes("body");
                }),
                LazySegment.of(new byte[0]),
                LazySegment.of(bytes("|tail"))));
        assertEquals(14, message.size());
        assertArrayEquals(bytes("ead|"), message.slice(1, 5));
        assertEquals(0, fetched.get());
        assertArrayEquals(bytes("d|body|t"), message.slice(3, 11));
        assertEquals(1, fetched.get());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        message.writeTo(out, 0, 14);
        assertEquals("head|body|tail", out.toString(StandardCharsets.US_ASCII));
        assertArrayEquals(new byte[0], message.slice(14, 14));
    }

    @Test
    void refusesAPieceOfAnotherLengthThanWasPromised() {
        MessageBytes message = MessageBytes.lazy(List.of(new LazySegment(4, () -> bytes("other"))));
        assertThrows(IllegalStateException.class, () -> message.slice(0, 1));
    }
}
