package org.jdbmail.mime.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jdbmail.mime.Checkpoint;
import org.jdbmail.mime.Mails;
import org.jdbmail.mime.bytes.MessageBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any stretch of a decoded part can be read, an empty one too, by any thread. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DecodedPartTest {
    private static DecodedPart part(String encoding, String body) {
        byte[] message = Mails.crlf("Content-Transfer-Encoding: " + encoding + "\n\n" + body);
        return new DecodedPart(MessageBytes.of(message), Mails.scan(message), Checkpoint.NONE);
    }

    private static byte[] read(DecodedPart part, int from, int to, int room) throws IOException {
        byte[] all = new byte[to - from];
        byte[] piece = new byte[room];
        try (DecodedPart.Stretch stretch = part.stretch(from, to)) {
            int at = 0;
            for (int n = stretch.next(piece, Checkpoint.NONE); n > 0; n = stretch.next(piece, Checkpoint.NONE)) {
                System.arraycopy(piece, 0, all, at, n);
                at += n;
            }
            assertEquals(all.length, at);
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"base64:YWJj\nZGU=\nZg==", "quoted-printable:ab=\n=63d=65f", "8bit:abcdef"})
    void anyStretchCanBeRead(String encoded) throws IOException {
        String[] both = encoded.split(":", 2);
        DecodedPart part = part(both[0], both[1]);
        byte[] whole = Mails.bytes("abcdef");
        assertEquals(whole.length, part.size());
        for (int from = 0; from <= whole.length; from++) {
            for (int to = from; to <= whole.length; to++) {
                assertArrayEquals(Arrays.copyOfRange(whole, from, to), read(part, from, to, 2));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"base64:YWJjZGVm", "quoted-printable:abcdef", "8bit:abcdef"})
    void withoutRoomNothingIsRead(String encoded) throws IOException {
        String[] both = encoded.split(":", 2);
        DecodedPart part = part(both[0], both[1]);
        try (DecodedPart.Stretch stretch = part.stretch(3, 6)) {
            assertEquals(0, stretch.next(new byte[0], Checkpoint.NONE));
            byte[] piece = new byte[9];
            assertEquals(3, stretch.next(piece, Checkpoint.NONE));
            assertArrayEquals(Mails.bytes("def"), Arrays.copyOf(piece, 3));
            assertEquals(0, stretch.next(piece, Checkpoint.NONE));
        }
    }

    @Test
    void threadsMayTakeTurns() throws InterruptedException, ExecutionException, IOException {
        String joined = "YWJj\nZGU=\n".repeat(5_000);
        DecodedPart part = part("base64", joined);
        byte[] whole = Mails.bytes("abcde".repeat(5_000));
        byte[] piece = new byte[1_000];
        try (ExecutorService one = Executors.newSingleThreadExecutor();
                ExecutorService other = Executors.newSingleThreadExecutor();
                DecodedPart.Stretch stretch = part.stretch(0, whole.length)) {
            for (int at = 0; at < whole.length; at += piece.length) {
                ExecutorService turn = at % (2 * piece.length) == 0 ? one : other;
                assertEquals(
                        piece.length,
                        turn.submit(() -> stretch.next(piece, Checkpoint.NONE)).get());
                assertArrayEquals(Arrays.copyOfRange(whole, at, at + piece.length), piece);
            }
        }
    }
}
