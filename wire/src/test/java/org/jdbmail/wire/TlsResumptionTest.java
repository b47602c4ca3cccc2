package org.jdbmail.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jdbmail.wire.tls.TlsMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8446 §2.2, RFC 5077: who was here comes in again without the long handshake. */
class TlsResumptionTest {
    private final WireServer server = new WireServer();
    private final AtomicInteger shown = new AtomicInteger();

    @AfterEach
    void stop() {
        server.stop(Duration.ofSeconds(2));
    }

    /** Counts how often a certificate is looked at: a session that is resumed shows none. */
    private SSLContext counting() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                null,
                new TrustManager[] {
                    new X509TrustManager() {
                        @Override
                        public void checkClientTrusted(X509Certificate[] chain, String type) {}

                        @Override
                        public void checkServerTrusted(X509Certificate[] chain, String type) {
                            shown.incrementAndGet();
                        }

                        @Override
                        public X509Certificate[] getAcceptedIssuers() {
                            return new X509Certificate[0];
                        }
                    }
                },
                new SecureRandom());
        return context;
    }

    private static byte[] visit(SSLContext context, Listener listener, String version) throws Exception {
        try (Client client = Client.to(listener)) {
            SSLSocket socket = (SSLSocket)
                    context.getSocketFactory().createSocket(client.socket(), "localhost", listener.port(), true);
            socket.setEnabledProtocols(new String[] {version});
            Client inTls = new Client(socket);
            inTls.send("hello\r\n");
            assertEquals("hello", inTls.line());
            assertEquals(version, socket.getSession().getProtocol());
            return socket.getSession().getId();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_session_is_resumed(String version) throws Exception {
        Listener listener = server.listen(
                Servers.loopback("tls").withTls(TlsMode.IMPLICIT, Certificates.settings(Certificates.ec())),
                Servers::echo);
        SSLContext client = counting();
        byte[] first = visit(client, listener, version);
        byte[] second = visit(client, listener, version);
        assertEquals(1, shown.get(), "the certificate was shown again");
        if (version.equals("TLSv1.2")) {
            assertArrayEquals(first, second);
        }
        // Somebody else is no part of it.
        byte[] other = visit(counting(), listener, version);
        assertEquals(2, shown.get());
        assertNotEquals(List.of(first), List.of(other));
        assertTrue(other.length > 0 || version.equals("TLSv1.3"));
    }
}
