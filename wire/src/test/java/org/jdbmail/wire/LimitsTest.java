package org.jdbmail.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jdbmail.wire.limit.Admission;
import org.jdbmail.wire.limit.Network;
import org.jdbmail.wire.limit.PeerOrigin;
import org.jdbmail.wire.tls.TlsMode;
import org.jdbmail.wire.transport.WireException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many connections there may be, and what those hear that are too many. */
class LimitsTest extends EachTransport {
    private final WireServer server = new WireServer();

    @AfterEach
    void stop() {
        server.stop(Duration.ofSeconds(2));
    }

    private static final class Greeting implements SessionHandler {
        @Override
        public void run(Connection c) throws WireException {
            c.out().writeAscii("welcome\r\n");
            Servers.echo(c);
        }

        @Override
        public byte[] tooManyConnections() {
            return "421 busy\r\n".getBytes(US_ASCII);
        }
    }

    @Test
    void one_connection_too_many_is_told_so_and_a_place_that_is_left_can_be_taken() throws Exception {
        Listener listener = server.listen(loopback("limited").withLimits(2, 100), new Greeting());
        try (Client one = Client.to(listener);
                Client two = Client.to(listener)) {
            assertEquals("welcome", one.line());
            assertEquals("welcome", two.line());
            try (Client three = Client.to(listener)) {
                assertEquals("421 busy\r\n", three.rest());
            }
            two.socket().close();
            assertTrue(Servers.eventually(() -> listener.connections() == 1));
            try (Client four = Client.to(listener)) {
                assertEquals("welcome", four.line());
            }
        }
    }

    @Test
    void one_address_may_not_take_all_places() throws Exception {
        var config = loopback("limited").withLimits(100, 1).withProxyFrom(List.of(Network.parse("127.0.0.1")));
        Listener listener = server.listen(config, new Greeting());
        try (Client one = Client.to(listener);
                Client two = Client.to(listener);
                Client other = Client.to(listener)) {
            one.send("PROXY TCP4 192.0.2.7 198.51.100.9 5001 143\r\n");
            assertEquals("welcome", one.line());
            two.send("PROXY TCP4 192.0.2.7 198.51.100.9 5002 143\r\n");
            assertEquals("421 busy\r\n", two.rest());
            other.send("PROXY TCP4 192.0.2.8 198.51.100.9 5001 143\r\n");
            assertEquals("welcome", other.line());
        }
        assertTrue(Servers.eventually(() -> listener.connections() == 0));
        try (Client again = Client.to(listener)) {
            again.send("PROXY TCP4 192.0.2.7 198.51.100.9 5003 143\r\n");
            assertEquals("welcome", again.line());
        }
    }

    @Test
    void an_ipv6_customer_is_counted_by_the_network_that_is_his() {
        var admission = new Admission(10, 1);
        String one = PeerOrigin.of(new InetSocketAddress("2001:db8:0:1::1", 1));
        String same = PeerOrigin.of(new InetSocketAddress("2001:db8:0:1:ffff::2", 2));
        String other = PeerOrigin.of(new InetSocketAddress("2001:db8:0:2::1", 3));
        assertTrue(admission.enter(one));
        assertEquals(false, admission.enter(same));
        assertTrue(admission.enter(other));
        admission.leave(one);
        assertTrue(admission.enter(same));
    }

    @Test
    void where_tls_comes_first_nothing_is_said_in_the_clear() throws Exception {
        var config = loopback("limited")
                .withLimits(1, 1)
                .withTls(TlsMode.IMPLICIT, Certificates.settings(Certificates.ec()));
        Listener listener = server.listen(config, new Greeting());
        try (Client one = Client.tlsTo(listener);
                Client two = Client.to(listener)) {
            assertEquals("welcome", one.line());
            assertEquals("", two.rest());
        }
    }
}
