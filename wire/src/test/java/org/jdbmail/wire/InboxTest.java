package org.jdbmail.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jdbmail.wire.transport.WireException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reading: lines and their limits, pieces, waiting, waking and running out of time. */
class InboxTest extends EachTransport {
    private final WireServer server = new WireServer();
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        server.stop(Duration.ofSeconds(2));
    }

    private Client talkTo(SessionHandler handler) throws Exception {
        return Client.to(server.listen(loopback("test"), handler));
    }

    private String next() throws InterruptedException {
        return seen.poll(10, TimeUnit.SECONDS);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    @Test
    void lines_end_with_crlf_or_bare_lf_and_the_difference_is_told() throws Exception {
        try (Client client = talkTo(c -> {
            for (int i = 0; i < 5; i++) {
                seen.add(text(c.in().readLine(10)) + "|" + c.in().lastLineHadBareLf());
            }
        })) {
            client.send("a\r\nb\n\r\n\nc\rd\r\r\n");
            assertEquals("a|false", next());
            assertEquals("b|true", next());
            assertEquals("|false", next());
            assertEquals("|true", next());
            assertEquals("c\rd\r|false", next());
        }
    }

    @Test
    void a_line_may_be_as_long_as_the_limit_and_no_longer() throws Exception {
        try (Client client = talkTo(c -> {
            seen.add(text(c.in().readLine(5)));
            assertThrows(WireException.LineTooLong.class, () -> c.in().readLine(5));
            c.in().skipLine(100);
            seen.add(text(c.in().readLine(5)));
        })) {
            client.send("12345\r\n123456\r\nnext\r\n");
            assertEquals("12345", next());
            assertEquals("next", next());
        }
    }

    @Test
    void an_endless_line_is_neither_held_nor_skipped_for_ever() throws Exception {
        try (Client client = talkTo(c -> {
            assertThrows(WireException.LineTooLong.class, () -> c.in().readLine(1000));
            assertThrows(WireException.LineTooLong.class, () -> c.in().skipLine(100_000));
            seen.add("given up");
        })) {
            byte[] much = new byte[200_000];
            client.out().write(much);
            assertEquals("given up", next());
        }
    }

    @Test
    void literals_are_streamed_and_lines_go_on_behind_them() throws Exception {
        try (Client client = talkTo(c -> {
            c.in().readLine(100);
            seen.add(text(c.in().readExactly(6)));
            seen.add(text(c.in().readExactly(2)));
            seen.add(text(c.in().readExactly(1)));
            c.in().skip(3);
            seen.add(text(c.in().readLine(100)));
            seen.add(Long.toString(c.bytesRead()));
        })) {
            client.send("APPEND {6}\r\nab\r\ncdefWXYZ tail\r\n");
            assertEquals("ab\r\ncd", next());
            assertEquals("ef", next());
            assertEquals("W", next());
            assertEquals(" tail", next());
            assertEquals("31", next());
        }
    }

    @Test
    void peeking_consumes_nothing_until_skipped() throws Exception {
        try (Client client = talkTo(c -> {
            ByteBuffer first = c.in().peek();
            byte[] bytes = new byte[3];
            first.get(bytes);
            seen.add("read only " + first.isReadOnly());
            c.in().skip(3);
            seen.add(text(bytes) + text(c.in().readLine(10)));
        })) {
            client.send("abcdef\r\n");
            assertEquals("read only true", next());
            assertEquals("abcdef", next());
        }
    }

    @Test
    void what_is_waiting_can_be_seen_without_waiting() throws Exception {
        try (Client client = talkTo(c -> {
            c.in().readLine(10);
            seen.add("line " + c.in().hasLine() + " " + c.in().available());
            c.in().readLine(10);
            seen.add("rest " + c.in().hasLine() + " " + c.in().available());
            c.in().readExactly(4);
            seen.add("none " + c.in().hasLine() + " " + c.in().available());
        })) {
            client.send("one\r\ntwo\r\nthre");
            assertEquals("line true 9", next());
            assertEquals("rest false 4", next());
            assertEquals("none false 0", next());
        }
    }

    @Test
    void answers_are_flushed_before_a_read_waits() throws Exception {
        try (Client client = talkTo(c -> {
            c.out().writeAscii("greeting\r\n");
            c.in().readLine(10);
            c.out().writeAscii("bye\r\n");
        })) {
            assertEquals("greeting", client.line());
            client.send("x\r\n");
            assertEquals("bye", client.line());
        }
    }

    @Test
    void await_tells_input_wakes_time_and_the_end_apart() throws Exception {
        var connection = new CompletableFuture<Connection>();
        try (Client client = talkTo(c -> {
            connection.complete(c);
            seen.add(c.in().await(Duration.ofMillis(20)).name());
            seen.add(c.in().await(Duration.ofSeconds(10)).name());
            seen.add(c.in().await(Duration.ofMillis(20)).name());
            seen.add(c.in().await(Duration.ofSeconds(10)).name());
            c.in().readLine(10);
            seen.add(c.in().await(Duration.ofSeconds(10)).name());
        })) {
            assertEquals("TIMEOUT", next());
            connection.get().wake();
            assertEquals("WOKEN", next());
            assertEquals("TIMEOUT", next());
            client.send("DONE\r\n");
            assertEquals("READABLE", next());
            client.socket().shutdownOutput();
            assertEquals("EOF", next());
        }
    }

    @Test
    void a_wake_before_the_wait_is_not_lost_and_many_count_as_one() throws Exception {
        try (Client client = talkTo(c -> {
            c.wake();
            c.wake();
            seen.add(c.in().await(Duration.ofSeconds(10)).name());
            seen.add(c.in().await(Duration.ZERO).name());
        })) {
            assertEquals("WOKEN", next());
            assertEquals("TIMEOUT", next());
            assertEquals("", client.rest());
        }
    }

    @Test
    void silence_ends_a_read_and_the_session_can_still_speak() throws Exception {
        try (Client client = talkTo(c -> {
            c.setTimeout(Duration.ofMillis(50));
            assertThrows(WireException.Timeout.class, () -> c.in().readLine(10));
            c.out().writeAscii("too slow\r\n");
        })) {
            assertEquals("too slow\r\n", client.rest());
        }
    }

    @Test
    void a_line_in_drips_does_not_stretch_the_timeout() throws Exception {
        try (Client client = talkTo(c -> {
            c.setTimeout(Duration.ofMillis(200));
            assertThrows(WireException.Timeout.class, () -> c.in().readLine(1000));
            seen.add("timeout");
        })) {
            String end = null;
            for (int i = 0; i < 200 && end == null; i++) {
                client.send("x");
                end = seen.poll(20, TimeUnit.MILLISECONDS);
            }
            assertEquals("timeout", end);
        }
    }

    @Test
    void a_deadline_ends_even_a_busy_peer() throws Exception {
        try (Client client = talkTo(c -> {
            c.setDeadline(Duration.ofMillis(100));
            assertThrows(WireException.Timeout.class, () -> {
                while (true) {
                    c.in().readLine(10);
                }
            });
            c.setDeadline(Duration.ZERO);
            c.out().writeAscii("over\r\n");
            seen.add("over");
        })) {
            String end = null;
            for (int i = 0; i < 400 && end == null; i++) {
                client.send("x\r\n");
                end = seen.poll(10, TimeUnit.MILLISECONDS);
            }
            assertEquals("over", end);
        }
    }

    @Test
    void the_end_of_input_comes_after_all_that_was_sent() throws Exception {
        try (Client client = talkTo(c -> {
            seen.add(text(c.in().readLine(10)));
            assertThrows(WireException.EndOfInput.class, () -> c.in().readLine(10));
            seen.add(text(c.in().readExactly(4)));
        })) {
            client.send("one\r\nhalf");
            client.socket().shutdownOutput();
            assertEquals("one", next());
            assertEquals("half", next());
        }
    }

    @Test
    void bytes_pass_unchanged_whatever_they_are() throws Exception {
        byte[] all = new byte[256];
        for (int i = 0; i < 256; i++) {
            all[i] = (byte) i;
        }
        try (Client client = talkTo(c -> {
            byte[] in = c.in().readExactly(256);
            c.out().write(ByteBuffer.wrap(in, 0, 128));
            c.out().stream().write(in, 128, 128);
            c.out().write('!');
            seen.add(c.out().pending() + " " + c.bytesWritten());
        })) {
            client.out().write(all);
            byte[] back = client.in().readAllBytes();
            assertEquals("257 257", next());
            assertEquals('!', back[256]);
            assertArrayEquals(all, java.util.Arrays.copyOf(back, 256));
        }
    }
}
