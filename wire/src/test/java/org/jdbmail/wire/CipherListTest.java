package org.jdbmail.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jdbmail.wire.tls.CipherList;
import org.jdbmail.wire.tls.TlsMode;
import org.junit.jupiter.api.Test;

/** Lists of ciphers as OpenSSL has them, and that they take effect. */
class CipherListTest {
    private static final List<String> NEWEST =
            List.of("TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256");

    private static List<String> parsed(String text) throws NoSuchAlgorithmException {
        return CipherList.parse(
                text, List.of(SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites()));
    }

    @Test
    void names_words_and_signs_mean_what_they_mean_to_openssl() throws Exception {
        assertEquals(
                List.of("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"),
                parsed("ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-CHACHA20-POLY1305")
                        .subList(3, 5));
        assertEquals(NEWEST, parsed("HIGH").subList(0, 3));
        assertEquals(
                List.of("TLS_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
                parsed("TLS_AES_128_GCM_SHA256:TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"));
        List<String> strong = parsed("ECDHE+AESGCM:!ECDSA:!aNULL:@STRENGTH");
        assertTrue(strong.contains("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"), strong::toString);
        assertTrue(strong.stream().skip(3).allMatch(suite -> suite.startsWith("TLS_ECDHE_RSA_")), strong::toString);
        assertFalse(parsed("HIGH:-DHE:!MD5").stream().anyMatch(suite -> suite.startsWith("TLS_DHE_")));
        assertTrue(parsed("ALL").stream().noneMatch(suite -> suite.contains("_CBC_")));
    }

    @Test
    void a_list_that_leaves_nothing_is_refused() {
        for (String text : List.of("RC4", "aNULL:eNULL", "HIGH:!HIGH", "nonsense", "AES128-SHA")) {
            assertThrows(IllegalArgumentException.class, () -> parsed(text), text);
        }
    }

    @Test
    void what_is_not_on_the_list_is_not_spoken() throws Exception {
        WireServer server = new WireServer();
        try {
            Listener listener = server.listen(
                    Servers.loopback("tls")
                            .withTls(
                                    TlsMode.IMPLICIT,
                                    Certificates.settings(Certificates.ec())
                                            .withCiphers(parsed("ECDHE-ECDSA-AES128-GCM-SHA256"))),
                    Servers::echo);
            assertEquals(
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    spoken(listener, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"));
            assertThrows(SSLException.class, () -> spoken(listener, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"));
        } finally {
            server.stop(Duration.ofSeconds(2));
        }
    }

    private static String spoken(Listener listener, String suite) throws Exception {
        try (Client client = Client.to(listener)) {
            SSLSocket socket = (SSLSocket) Certificates.trustingClient()
                    .getSocketFactory()
                    .createSocket(client.socket(), "localhost", listener.port(), true);
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setEnabledCipherSuites(new String[] {suite});
            socket.startHandshake();
            return socket.getSession().getCipherSuite();
        }
    }
}
