package org.jdbmail.mime.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.james.mime4j.codec.Base64InputStream;
import org.apache.james.mime4j.codec.QuotedPrintableInputStream;
import org.apache.james.mime4j.util.BufferRecycler;
import org.jdbmail.mime.Mails;
import org.jdbmail.mime.field.TransferEncoding;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No decoder takes a buffer from the store of a thread, and none gives one there: its buffers are nobody else's. */
class OwnBuffersTest {
    private static final int SIZE = 100_000;
    private static final int KINDS = 4;

    private static BufferRecycler ofThread(TransferEncoding encoding) {
        return encoding == TransferEncoding.BASE64
                ? Base64InputStream.getBufferRecycler()
                : QuotedPrintableInputStream.getBufferRecycler();
    }

    private static final class Worker implements AutoCloseable {
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final TransferEncoding encoding;
        private final byte[][] marks = new byte[KINDS][SIZE];

        /** A thread in whose store there is one buffer of each kind. */
        Worker(TransferEncoding encoding) throws Exception {
            this.encoding = encoding;
            does(() -> {
                for (int kind = 0; kind < KINDS; kind++) {
                    ofThread(encoding).releaseByteBuffer(kind, marks[kind]);
                }
                return 0;
            });
        }

        <T> T does(Callable<T> work) throws Exception {
            return thread.submit(work).get();
        }

        /** These are there yet, and no others. */
        void isUntouched() throws Exception {
            does(() -> {
                for (int kind = 0; kind < KINDS; kind++) {
                    assertSame(marks[kind], ofThread(encoding).allocByteBuffer(kind, 1));
                    byte[] fresh = ofThread(encoding).allocByteBuffer(kind, 1);
                    assertNotSame(fresh, ofThread(encoding).allocByteBuffer(kind, 1));
                    ofThread(encoding).releaseByteBuffer(kind, marks[kind]);
                }
                return 0;
            });
        }

        @Override
        public void close() {
            thread.close();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = TransferEncoding.class,
            names = {"BASE64", "QUOTED_PRINTABLE"})
    void whateverThreadsOpenReadAndClose(TransferEncoding encoding) throws Exception {
        // Joined, so that there are several decoders of Mime4j's; and with much white space, for which room is made.
        String body = encoding == TransferEncoding.BASE64
                ? "YWI=\r\n".repeat(3_000)
                : ("ab" + " ".repeat(6_000) + "=\r\n").repeat(30);
        int expected = TransferDecoder.of(encoding, new ByteArrayInputStream(Mails.bytes(body)))
                .readAllBytes()
                .length;
        try (Worker opener = new Worker(encoding);
                Worker reader = new Worker(encoding);
                Worker closer = new Worker(encoding)) {
            InputStream decoded =
                    opener.does(() -> TransferDecoder.of(encoding, new ByteArrayInputStream(Mails.bytes(body))));
            int half = reader.does(() -> decoded.readNBytes(expected / 2).length);
            assertEquals(expected / 2, half);
            assertEquals(expected, half + closer.does(() -> readAndClose(decoded)));
            opener.isUntouched();
            reader.isUntouched();
            closer.isUntouched();
        }
    }

    private static int readAndClose(InputStream in) throws IOException {
        try (in) {
            return in.readAllBytes().length;
        }
    }
}
