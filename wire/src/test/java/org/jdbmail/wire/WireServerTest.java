package org.jdbmail.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jdbmail.wire.transport.WireException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections in the clear: talking, half-closing, and what happens to others when one fails. */
class WireServerTest extends EachTransport {
    private final WireServer server = new WireServer();

    @AfterEach
    void stop() {
        server.stop(Duration.ofSeconds(2));
    }

    @Test
    void lines_are_echoed() throws Exception {
        Listener listener = server.listen(loopback("echo"), Servers::echo);
        try (Client client = Client.to(listener)) {
            client.send("one\r\ntwo\r\n");
            assertEquals("one", client.line());
            assertEquals("two", client.line());
        }
        assertTrue(Servers.eventually(() -> listener.connections() == 0));
    }

    @Test
    void last_words_reach_a_client_that_is_still_sending() throws Exception {
        Listener listener = server.listen(loopback("strict"), c -> {
            try {
                c.in().readLine(100);
            } catch (WireException.LineTooLong e) {
                c.out().writeAscii("500 line too long\r\n");
            }
        });
        for (int i = 0; i < 20; i++) {
            try (Client client = Client.to(listener)) {
                client.out().write(new byte[2_000_000]);
                client.socket().shutdownOutput();
                assertEquals("500 line too long\r\n", client.rest());
            }
        }
    }

    @Test
    void memory_that_is_exhausted_is_more_than_the_end_of_a_session() throws Exception {
        BlockingQueue<Throwable> heard = new LinkedBlockingQueue<>();
        WireServer watched = new WireServer(WireLimits.usual(), heard::add);
        try {
            Listener listener = watched.listen(loopback("greedy"), c -> {
                c.in().readLine(100);
                throw new OutOfMemoryError("as a test wants it");
            });
            try (Client client = Client.to(listener)) {
                client.send("x\r\n");
                assertInstanceOf(OutOfMemoryError.class, heard.poll(60, TimeUnit.SECONDS));
            }
        } finally {
            watched.stop(Duration.ofSeconds(2));
        }
    }

    @Test
    void a_client_that_closes_its_side_early_still_gets_its_answers() throws Exception {
        Listener listener = server.listen(loopback("echo"), Servers::echo);
        try (Client client = Client.to(listener)) {
            client.send("one\r\ntwo\r\n");
            client.socket().shutdownOutput();
            assertEquals("one\r\ntwo\r\n", client.rest());
        }
    }
}
