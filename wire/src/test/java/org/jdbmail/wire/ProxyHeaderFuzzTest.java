package org.jdbmail.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jdbmail.testkit.fuzz.Fuzz;
import org.jdbmail.wire.limit.Budget;
import org.jdbmail.wire.transport.Arrivals;
import org.jdbmail.wire.transport.Signal;
import org.jdbmail.wire.transport.WireException;
import org.junit.jupiter.api.Test;

/** Whatever a connection begins with is a header of the PROXY protocol, or refused. */
class ProxyHeaderFuzzTest {
    private static final String SIGNATURE = "\r\n\r\n\0\r\nQUIT\n";

    private static final List<String> HEADERS = List.of(
            "PROXY TCP4 192.0.2.1 198.51.100.2 56324 143\r\na LOGIN",
            "PROXY TCP6 2001:db8::1 ::ffff:192.0.2.1 1 65535\r\n",
            "PROXY UNKNOWN\r\n",
            "PROXY UNKNOWN ff:: ff:: 1 1\r\n",
            SIGNATURE + "\u0021\u0011\0\u000c\u00c0\0\2\1\u00c6\63\144\2\u0080\1\0\u008fmore",
            SIGNATURE + "\u0021\u0021\0\u0024" + "\u0020\1\r\u00b8" + "\0".repeat(11) + "\1" + "\0".repeat(16)
                    + "\1\2\3\4",
            SIGNATURE + "\u0021\u0011\0\u0013\u00c0\0\2\1\u00c6\63\144\2\u0080\1\0\u008f\3\0\4abcd",
            SIGNATURE + "\u0020\0\0\0",
            SIGNATURE + "\u0021\u0031\0\u00d8" + "/run/x".repeat(36));

    @Test
    void whateverComesIsAHeaderOrRefused() throws Exception {
        WireServer server = new WireServer();
        CompletableFuture<Long> tried = new CompletableFuture<>();
        try (Client client = Client.to(server.listen(Servers.loopback("proxied"), connection -> {
            // Only its patience is borrowed: what is read is here already, with its end.
            try {
                tried.complete(Fuzz.run(HEADERS, input -> take(connection, input)));
            } catch (RuntimeException | AssertionError e) {
                tried.completeExceptionally(e);
            }
        }))) {
            assertNotNull(client);
            assertTrue(tried.get(1, TimeUnit.HOURS) > 0);
        } finally {
            server.stop(Duration.ofSeconds(2));
        }
    }

    private static void take(Connection connection, byte[] input) {
        Signal signal = new Signal();
        Arrivals arrivals = new Arrivals(signal, new Budget(1 << 20), Arrivals.HIGH);
        // In two pieces, as the network may bring it.
        int half = input.length / 2;
        if (half > 0) {
            arrivals.offer(input.clone(), 0, half);
        }
        if (input.length > half) {
            arrivals.offer(input.clone(), half, input.length);
        }
        arrivals.end();
        Inbox inbox = new Inbox(connection, arrivals, signal);
        try {
            ProxyHeader header = ProxyHeader.read(inbox);
            if (header != null) {
                assertNotNull(header.source().getAddress());
                assertNotNull(header.destination().getAddress());
            }
            // A header is no longer than its document says, and what is behind it stays.
            assertTrue(inbox.consumed() <= 16 + 4096, new String(input, ISO_8859_1));
        } catch (WireException refused) {
            assertNotNull(refused.getMessage());
        }
    }
}
