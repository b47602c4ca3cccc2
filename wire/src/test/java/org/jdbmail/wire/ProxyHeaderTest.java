package org.jdbmail.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLEngine;
import org.jdbmail.wire.limit.Network;
import org.jdbmail.wire.tls.TlsMode;
import org.jdbmail.wire.transport.WireException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The PROXY protocol in both versions, from proxies that are trusted and from strangers. */
class ProxyHeaderTest extends EachTransport {
    private static final byte[] SIGNATURE = "\r\n\r\n\0\r\nQUIT\n".getBytes(ISO_8859_1);

    private final WireServer server = new WireServer();

    @AfterEach
    void stop() {
        server.stop(Duration.ofSeconds(2));
    }

    /** Tells who the peer is taken for, and then the line that it sent. */
    private static void tell(Connection c) throws WireException {
        var remote = (InetSocketAddress) c.remoteAddress();
        var local = (InetSocketAddress) c.localAddress();
        String line = new String(c.in().readLine(200), ISO_8859_1);
        boolean own = remote.getAddress().isLoopbackAddress();
        c.out()
                .writeAscii((own
                                ? "itself"
                                : remote.getAddress().getHostAddress() + ":" + remote.getPort() + " to "
                                        + local.getAddress().getHostAddress() + ":" + local.getPort())
                        + "|" + line + "|" + c.bytesRead() + "\r\n");
    }

    private Client connect(String trusted) throws Exception {
        return Client.to(server.listen(
                loopback("proxied").withProxyFrom(List.of(Network.parse(trusted))), ProxyHeaderTest::tell));
    }

    private String answerTo(byte[] header) throws Exception {
        try (Client client = connect("127.0.0.0/8")) {
            client.out().write(header);
            client.send("hello\r\n");
            return client.rest().strip();
        }
    }

    private static byte[] v2(int command, int family, byte[]... parts) throws Exception {
        var body = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            body.write(part);
        }
        var all = new ByteArrayOutputStream();
        all.write(SIGNATURE);
        all.write(command);
        all.write(family);
        all.write(body.size() >> 8);
        all.write(body.size());
        all.write(body.toByteArray());
        return all.toByteArray();
    }

    private static byte[] ip(String address) {
        return InetAddress.ofLiteral(address).getAddress();
    }

    private static byte[] ports(int source, int destination) {
        return new byte[] {(byte) (source >> 8), (byte) source, (byte) (destination >> 8), (byte) destination};
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY TCP4 192.0.2.7 198.51.100.9 5001 143=192.0.2.7:5001 to 198.51.100.9:143",
                "PROXY TCP6 2001:db8::7 2001:db8::9 65535 993=2001:db8:0:0:0:0:0:7:65535 to 2001:db8:0:0:0:0:0:9:993",
                "PROXY UNKNOWN=itself",
                "PROXY UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535=itself"
            })
    void version_1_is_understood(String row) throws Exception {
        String[] cells = row.split("=");
        assertEquals(cells[1] + "|hello|7", answerTo((cells[0] + "\r\n").getBytes(ISO_8859_1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello there\r\n",
                "PROXY\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.9 5001\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.9 5001 143 9\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.9 5001 65536\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.9 5001 +143\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.9 05001 143\r\n",
                "PROXY TCP4 127.1 198.51.100.9 5001 143\r\n",
                "PROXY TCP4 192.0.2.07 198.51.100.9 5001 143\r\n",
                "PROXY TCP4 192.0.2.777 198.51.100.9 5001 143\r\n",
                "PROXY TCP4 localhost 198.51.100.9 5001 143\r\n",
                "PROXY TCP4 2001:db8::7 2001:db8::9 5001 143\r\n",
                "PROXY TCP6 192.0.2.7 198.51.100.9 5001 143\r\n",
                "PROXY TCP6 fe80::1%lo fe80::2 5001 143\r\n",
                "PROXY UDP4 192.0.2.7 198.51.100.9 5001 143\r\n",
                "PROXY TCP4  192.0.2.7 198.51.100.9 5001 143\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.9 5001 143\n",
                "PROXY UNKNOWN aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n"
            })
    void a_malformed_version_1_closes_the_connection(String header) throws Exception {
        assertEquals("", answerTo(header.getBytes(ISO_8859_1)));
    }

    @Test
    void version_2_is_understood() throws Exception {
        byte[] four = v2(0x21, 0x11, ip("192.0.2.7"), ip("198.51.100.9"), ports(5001, 143));
        assertEquals("192.0.2.7:5001 to 198.51.100.9:143|hello|7", answerTo(four));
        byte[] six = v2(0x21, 0x21, ip("2001:db8::7"), ip("2001:db8::9"), ports(65535, 993));
        assertEquals("2001:db8:0:0:0:0:0:7:65535 to 2001:db8:0:0:0:0:0:9:993|hello|7", answerTo(six));
    }

    @Test
    void version_2_may_carry_more_and_may_speak_for_the_proxy_itself() throws Exception {
        byte[] tlv = {0x04, 0, 3, 1, 2, 3};
        byte[] more = v2(0x21, 0x11, ip("192.0.2.7"), ip("198.51.100.9"), ports(5001, 143), tlv);
        assertEquals("192.0.2.7:5001 to 198.51.100.9:143|hello|7", answerTo(more));
        assertEquals("itself|hello|7", answerTo(v2(0x20, 0x00)));
        assertEquals("itself|hello|7", answerTo(v2(0x20, 0x11, ip("192.0.2.7"), ip("192.0.2.8"), ports(1, 2))));
        assertEquals("itself|hello|7", answerTo(v2(0x21, 0x31, new byte[216])));
    }

    @Test
    void a_malformed_version_2_closes_the_connection() throws Exception {
        assertEquals("", answerTo(v2(0x21, 0x11, ip("192.0.2.7"), ip("198.51.100.9"))));
        assertEquals("", answerTo(v2(0x31, 0x11, ip("192.0.2.7"), ip("198.51.100.9"), ports(1, 2))));
        assertEquals("", answerTo(v2(0x22, 0x11, ip("192.0.2.7"), ip("198.51.100.9"), ports(1, 2))));
        assertEquals("", answerTo(v2(0x21, 0x41, ip("192.0.2.7"), ip("198.51.100.9"), ports(1, 2))));
        assertEquals("", answerTo(v2(0x21, 0x11, new byte[5000])));
        assertEquals("", answerTo("\r\n\r\n\0\r\nQUIX\n".getBytes(ISO_8859_1)));
    }

    @Test
    void a_stranger_speaks_for_nobody_but_itself() throws Exception {
        try (Client client = connect("10.0.0.0/8")) {
            client.send("PROXY TCP4 192.0.2.7 198.51.100.9 5001 143\r\nhello\r\n");
            assertEquals("itself|PROXY TCP4 192.0.2.7 198.51.100.9 5001 143|44\r\n", client.rest());
        }
    }

    @Test
    void a_proxy_that_says_nothing_is_closed() throws Exception {
        var config = loopback("proxied")
                .withProxyFrom(List.of(Network.parse("127.0.0.1")))
                .withTimeouts(Duration.ofMillis(100), Duration.ofSeconds(5));
        try (Client client = Client.to(server.listen(config, ProxyHeaderTest::tell))) {
            client.send("PROXY TCP4 192.0");
            assertEquals("", client.rest());
        }
    }

    @Test
    void the_administrator_reads_why_a_proxy_is_cut() throws Exception {
        var log = (Logger) LoggerFactory.getLogger(Sessions.class);
        var written = new ListAppender<ILoggingEvent>();
        written.start();
        log.addAppender(written);
        try (Client client = connect("127.0.0.1")) {
            client.send("EHLO proxy\r\n");
            assertEquals("", client.rest());
            assertTrue(Servers.eventually(() -> written.list.stream()
                    .anyMatch(event -> event.getLevel() == Level.WARN
                            && event.getFormattedMessage().contains("127.0.0.1")
                            && event.getFormattedMessage().contains("PROXY protocol: no header"))));
        } finally {
            log.detachAppender(written);
        }
    }

    @Test
    void the_header_stands_before_tls() throws Exception {
        var config = loopback("proxied")
                .withProxyFrom(List.of(Network.parse("127.0.0.1")))
                .withTls(TlsMode.IMPLICIT, Certificates.settings(Certificates.ec()));
        try (Client client = Client.to(server.listen(config, ProxyHeaderTest::tell))) {
            client.send("PROXY TCP4 192.0.2.7 198.51.100.9 5001 993\r\n");
            client.beginTls();
            client.send("hello\r\n");
            assertEquals("192.0.2.7:5001 to 198.51.100.9:993|hello|7", client.line());
        }
    }

    @Test
    void the_header_and_the_beginning_of_tls_may_come_in_one_packet() throws Exception {
        var config = loopback("proxied")
                .withProxyFrom(List.of(Network.parse("127.0.0.1")))
                .withTls(TlsMode.IMPLICIT, Certificates.settings(Certificates.ec()));
        SSLEngine engine = Certificates.trustingClient().createSSLEngine();
        engine.setUseClientMode(true);
        ByteBuffer packet = ByteBuffer.allocate(32 * 1024);
        packet.put("PROXY TCP4 192.0.2.7 198.51.100.9 5001 993\r\n".getBytes(ISO_8859_1));
        engine.wrap(ByteBuffer.allocate(0), packet);
        try (Client client = Client.to(server.listen(config, ProxyHeaderTest::tell))) {
            client.out().write(packet.array(), 0, packet.position());
            // RFC 8446 §5.1: a record of the handshake.
            assertEquals(22, client.in().read());
        }
    }
}
