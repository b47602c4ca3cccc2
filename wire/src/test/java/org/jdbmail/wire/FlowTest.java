package org.jdbmail.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import org.jdbmail.wire.limit.Budget;
import org.jdbmail.wire.tls.TlsMode;
import org.jdbmail.wire.tls.TlsSettings;
import org.jdbmail.wire.transport.Arrivals;
import org.jdbmail.wire.transport.ByteQueue;
import org.jdbmail.wire.transport.MinaTransport;
import org.jdbmail.wire.transport.WireException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Much data with a slow peer: memory stays flat, and nothing is lost or stalls, each way, in the clear and in TLS. */
class FlowTest extends EachTransport {
    private static final int MEGABYTE = 1 << 20;

    private final WireServer server = new WireServer();
    private final TlsSettings settings = Certificates.settings(Certificates.ec());

    @AfterEach
    void stop() {
        server.stop(Duration.ofSeconds(2));
    }

    private static byte[] block() {
        byte[] block = new byte[MEGABYTE];
        for (int i = 0; i < block.length; i++) {
            block[i] = (byte) (i * 31 + (i >> 8));
        }
        return block;
    }

    /** Writes 100 MB and notes how much was under way at most. */
    private record Flood(AtomicInteger most, AtomicLong written) implements SessionHandler {
        @Override
        public void run(Connection c) throws IOException {
            byte[] block = block();
            for (int i = 0; i < 100; i++) {
                for (int at = 0; at < block.length; at += 8192) {
                    c.out().write(block, at, 8192);
                    written.addAndGet(8192);
                    most.accumulateAndGet(c.transport().outstanding(), Math::max);
                }
            }
        }
    }

    private void hundredMegabytesToAReaderThatStopped(ListenerConfig config, boolean tls) throws Exception {
        var flood = new Flood(new AtomicInteger(), new AtomicLong());
        Listener listener = server.listen(config, flood);
        try (Client client = tls ? Client.tlsTo(listener) : Client.to(listener)) {
            long[] last = {-1};
            // Stalled: nothing was written between two looks a while apart.
            assertTrue(Servers.eventually(() -> {
                long before = flood.written().get();
                java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(150));
                last[0] = flood.written().get();
                return last[0] > 0 && last[0] == before;
            }));
            assertTrue(last[0] < 30L * MEGABYTE, "written to a reader that does not read: " + last[0]);

            var crc = new CRC32();
            byte[] buffer = new byte[64 * 1024];
            long total = 0;
            for (int n = client.in().read(buffer); n >= 0; n = client.in().read(buffer)) {
                crc.update(buffer, 0, n);
                total += n;
            }
            assertEquals(100L * MEGABYTE, total);
            var expected = new CRC32();
            byte[] block = block();
            for (int i = 0; i < 100; i++) {
                expected.update(block);
            }
            assertEquals(expected.getValue(), crc.getValue());
        }
        assertTrue(flood.most().get() <= MinaTransport.WINDOW, "under way at most: " + flood.most());
    }

    @Test
    void a_hundred_megabytes_to_a_reader_that_stopped_keep_memory_flat() throws Exception {
        hundredMegabytesToAReaderThatStopped(loopback("flood"), false);
    }

    @Test
    void a_hundred_megabytes_over_tls_to_a_reader_that_stopped_keep_memory_flat() throws Exception {
        hundredMegabytesToAReaderThatStopped(loopback("flood").withTls(TlsMode.IMPLICIT, settings), true);
    }

    @Test
    void a_reader_that_takes_nothing_for_too_long_is_cut() throws Exception {
        var end = new CompletableFuture<Exception>();
        var config = loopback("flood").withTimeouts(Duration.ofSeconds(10), Duration.ofMillis(300));
        Listener listener = server.listen(config, c -> {
            try {
                byte[] block = block();
                for (int i = 0; i < 100; i++) {
                    c.out().write(block);
                }
            } catch (IOException e) {
                end.complete(e);
            }
        });
        try (Client client = Client.to(listener)) {
            assertInstanceOf(WireException.Timeout.class, end.get(10, TimeUnit.SECONDS));
            assertTrue(client.socket().isConnected());
        }
    }

    @Test
    void a_small_answer_is_in_the_socket_when_flush_returns() throws Exception {
        var queued = new AtomicInteger();
        Listener listener = server.listen(loopback("answers"), c -> {
            for (int i = 0; i < 200; i++) {
                c.out().writeAscii("250 OK\r\n");
                c.out().flush();
                queued.accumulateAndGet(c.transport().outstanding(), Math::max);
            }
        });
        try (Client client = Client.to(listener)) {
            assertEquals(200 * 8, client.rest().length());
        }
        assertEquals(0, queued.get(), "bytes left to the I/O thread");
    }

    /** Pieces of all sizes, each flushed, so that some go directly and some through the queue. */
    private void piecesOfAllSizes(ListenerConfig config, boolean tls) throws Exception {
        int total = 16 * MEGABYTE;
        byte[] all = new byte[total];
        new Random(7).nextBytes(all);
        Listener listener = server.listen(config, c -> {
            var sizes = new Random(8);
            for (int at = 0; at < total; ) {
                int n = Math.min(total - at, 1 + sizes.nextInt(1 << sizes.nextInt(18)));
                c.out().write(all, at, n);
                c.out().flush();
                at += n;
            }
        });
        try (Client client = tls ? Client.tlsTo(listener) : Client.to(listener)) {
            byte[] got = new byte[total];
            int at = 0;
            var pauses = new Random(9);
            while (at < total) {
                int n = client.in().readNBytes(got, at, Math.min(total - at, 1 + pauses.nextInt(MEGABYTE)));
                assertTrue(n > 0, "ended after " + at);
                at += n;
                java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauses.nextInt(12)));
            }
            assertArrayEquals(all, got);
        }
    }

    @Test
    void what_goes_directly_and_what_is_queued_keep_their_order() throws Exception {
        piecesOfAllSizes(loopback("order"), false);
    }

    @Test
    void what_goes_directly_and_what_is_queued_keep_their_order_over_tls() throws Exception {
        piecesOfAllSizes(loopback("order").withTls(TlsMode.IMPLICIT, settings), true);
    }

    @Test
    void a_message_behind_a_short_command_is_read_in_one_piece() throws Exception {
        var sent = new CompletableFuture<Void>();
        var piece = new CompletableFuture<Integer>();
        Listener listener = server.listen(loopback("piece"), c -> {
            c.in().readLine(100);
            c.out().writeAscii("354 go ahead\r\n");
            c.out().flush();
            sent.join();
            piece.complete(c.in().peek().remaining());
            c.in().skip(20_000);
        });
        try (Client client = Client.to(listener)) {
            client.send("DATA\r\n");
            assertEquals("354 go ahead", client.line());
            client.send("x".repeat(20_000));
            sent.complete(null);
            assertTrue(piece.get(10, TimeUnit.SECONDS) > 16_000, "read first: " + piece.get());
        }
    }

    /** Takes 50 MB in bursts, with a moment of doing nothing between them, so that reading is suspended often. */
    private static void takeInBursts(Connection c, AtomicInteger held) throws IOException {
        long size = Long.parseLong(new String(c.in().readLine(20), US_ASCII));
        var crc = new CRC32();
        byte[] burst = new byte[MEGABYTE];
        for (long left = size; left > 0; ) {
            java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(3));
            held.accumulateAndGet(c.in().available(), Math::max);
            for (int want = (int) Math.min(left, burst.length); want > 0; ) {
                int n = c.in().read(burst, 0, want);
                crc.update(burst, 0, n);
                want -= n;
                left -= n;
            }
        }
        c.out().writeAscii(Long.toHexString(crc.getValue()) + "\r\n");
    }

    private void fiftyMegabytesIn(ListenerConfig config, boolean tls) throws Exception {
        var held = new AtomicInteger();
        Listener listener = server.listen(config, c -> takeInBursts(c, held));
        byte[] block = block();
        var crc = new CRC32();
        try (Client client = tls ? Client.tlsTo(listener) : Client.to(listener)) {
            long start = System.nanoTime();
            client.send(50L * MEGABYTE + "\r\n");
            for (int i = 0; i < 50; i++) {
                client.out().write(block);
                crc.update(block);
            }
            client.out().flush();
            assertEquals(Long.toHexString(crc.getValue()), client.line());
            // A single resume that does not wake the selector costs up to a second, and there are hundreds of them.
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(40));
        }
        assertTrue(held.get() <= Arrivals.HIGH + 128 * 1024, "held at most: " + held);
    }

    @Test
    void fifty_megabytes_come_in_through_suspended_reads_without_a_stall() throws Exception {
        fiftyMegabytesIn(loopback("literal"), false);
    }

    @Test
    void fifty_megabytes_come_in_over_tls_without_a_stall() throws Exception {
        fiftyMegabytesIn(loopback("literal").withTls(TlsMode.IMPLICIT, settings), true);
    }

    @Test
    void fifty_megabytes_come_in_and_out_through_a_unix_socket(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("s");
        server.listen(ListenerConfig.unix("unix", path), c -> {
            c.in().skip(50L * MEGABYTE);
            byte[] block = block();
            for (int i = 0; i < 50; i++) {
                c.out().write(block);
            }
        });
        assertTrue(Files.exists(path));
        try (var channel = java.nio.channels.SocketChannel.open(java.net.UnixDomainSocketAddress.of(path))) {
            byte[] block = block();
            for (int i = 0; i < 50; i++) {
                var buffer = java.nio.ByteBuffer.wrap(block);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            }
            var buffer = java.nio.ByteBuffer.allocate(MEGABYTE);
            long total = 0;
            for (int n = channel.read(buffer); n >= 0; n = channel.read(buffer)) {
                total += n;
                buffer.clear();
            }
            assertEquals(50L * MEGABYTE, total);
        }
    }

    @Test
    void many_tiny_packets_hold_little_more_memory_than_their_bytes() {
        var queue = new ByteQueue(new Budget(1 << 20));
        for (int i = 0; i < 100_000; i++) {
            byte[] packet = new byte[64];
            packet[0] = (byte) i;
            queue.add(packet, 0, 1);
        }
        assertEquals(100_000, queue.size());
        assertTrue(queue.pieces() <= 100_000 / 60 + 1, "pieces: " + queue.pieces());
        for (int i = 0; i < 100_000; i++) {
            assertEquals((byte) i, queue.at(0));
            queue.skip(1);
        }
        assertTrue(queue.isEmpty());
    }
}
