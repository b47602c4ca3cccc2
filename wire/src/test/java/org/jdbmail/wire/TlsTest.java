package org.jdbmail.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSocket;
import org.jdbmail.wire.listener.ListenException;
import org.jdbmail.wire.tls.TlsMode;
import org.jdbmail.wire.tls.TlsSettings;
import org.jdbmail.wire.transport.WireException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** TLS from the first byte and through STARTTLS, with the JDK's own client. */
class TlsTest extends EachTransport {
    private final WireServer server = new WireServer();
    private final Certificates.Pair pair = Certificates.ec();
    private final TlsSettings settings = Certificates.settings(pair);
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        server.stop(Duration.ofSeconds(2));
    }

    private String next() throws InterruptedException {
        return seen.poll(10, TimeUnit.SECONDS);
    }

    private Listener implicit(SessionHandler handler) throws ListenException {
        return server.listen(loopback("tls").withTls(TlsMode.IMPLICIT, settings), handler);
    }

    private Listener startTls() throws ListenException {
        return server.listen(loopback("tls").withTls(TlsMode.STARTTLS, settings), c -> {
            assertTrue(c.canStartTls());
            c.in().readLine(100);
            try {
                c.startTls("OK\r\n".getBytes(US_ASCII));
                seen.add(c.isTls() + " " + c.canStartTls() + " "
                        + c.tlsInfo().orElseThrow().protocol());
                Servers.echo(c);
            } catch (WireException e) {
                seen.add(e.getClass().getSimpleName());
            }
        });
    }

    @Test
    void implicit_tls_echoes() throws Exception {
        Listener listener = implicit(Servers::echo);
        try (Client client = Client.tlsTo(listener)) {
            client.send("one\r\ntwo\r\n");
            assertEquals("one", client.line());
            assertEquals("two", client.line());
        }
        assertTrue(Servers.eventually(() -> listener.connections() == 0));
    }

    @Test
    void the_end_is_said_in_tls_too() throws Exception {
        Listener listener = implicit(c -> c.out().writeAscii("bye\r\n"));
        try (Client client = Client.tlsTo(listener)) {
            // A stream cut off without close_notify would throw here.
            assertEquals("bye\r\n", new String(client.in().readAllBytes(), US_ASCII));
        }
    }

    @Test
    void a_client_that_says_its_end_in_tls_still_gets_its_answers() throws Exception {
        Listener listener = implicit(Servers::echo);
        try (Client client = Client.tlsTo(listener)) {
            client.send("one\r\n");
            client.socket().shutdownOutput();
            assertEquals("one\r\n", client.rest());
        }
    }

    @Test
    void starttls_goes_on_in_tls() throws Exception {
        try (Client client = Client.to(startTls())) {
            client.send("STARTTLS\r\n");
            assertEquals("OK", client.line());
            client.beginTls();
            client.send("one\r\n");
            assertEquals("one", client.line());
            assertEquals("true false TLSv1.3", next());
        }
    }

    @Test
    void plaintext_pipelined_behind_starttls_is_refused() throws Exception {
        try (Client client = Client.to(startTls())) {
            client.send("STARTTLS\r\nINJECTED\r\n");
            assertEquals("", client.rest());
            assertEquals("PipelinedPlaintext", next());
        }
    }

    @Test
    void plaintext_after_the_go_ahead_is_never_heard_as_a_command() throws Exception {
        try (Client client = Client.to(startTls())) {
            client.send("STARTTLS\r\n");
            assertEquals("OK", client.line());
            client.send("INJECTED\r\n");
            assertEquals("", client.rest());
            assertEquals("TlsFailed", next());
        }
    }

    @Test
    void a_handshake_that_stalls_runs_out_of_time() throws Exception {
        var config = loopback("tls")
                .withTls(TlsMode.IMPLICIT, settings)
                .withTimeouts(Duration.ofMillis(100), Duration.ofSeconds(5));
        Listener listener = server.listen(config, Servers::echo);
        try (Client client = Client.to(listener)) {
            client.out().write(new byte[] {22, 3, 1, 1, 0, 1});
            assertEquals("", client.rest());
            assertTrue(Servers.eventually(() -> listener.connections() == 0));
        }
    }

    @Test
    void waiting_and_waking_work_in_tls() throws Exception {
        Listener listener = implicit(c -> {
            seen.add(c.in().await(Duration.ofMillis(20)).name());
            c.wake();
            seen.add(c.in().await(Duration.ofSeconds(10)).name());
            seen.add(c.in().await(Duration.ofSeconds(10)).name());
            c.in().readLine(10);
            seen.add(c.in().await(Duration.ofSeconds(10)).name());
        });
        try (Client client = Client.tlsTo(listener)) {
            assertEquals("TIMEOUT", next());
            assertEquals("WOKEN", next());
            client.send("DONE\r\n");
            assertEquals("READABLE", next());
            client.socket().close();
            assertEquals("EOF", next());
        }
    }

    @Test
    void older_protocols_are_refused_and_tls_1_2_is_not() throws Exception {
        Listener listener = implicit(c -> {
            seen.add(c.tlsInfo().orElseThrow().protocol());
            seen.add(c.channelBinding("tls-exporter").isPresent() + "");
            Servers.echo(c);
        });
        try (Client client = Client.to(listener)) {
            var tls = (SSLSocket) Certificates.trustingClient()
                    .getSocketFactory()
                    .createSocket(client.socket(), "localhost", listener.port(), true);
            tls.setEnabledProtocols(new String[] {"TLSv1.2"});
            tls.startHandshake();
            tls.getOutputStream().write("old\r\n".getBytes(US_ASCII));
            assertEquals("TLSv1.2", next());
            assertEquals("false", next());
            assertEquals('o', tls.getInputStream().read());
            tls.startHandshake();
            assertThrows(java.io.IOException.class, () -> {
                tls.getOutputStream().write("renegotiated\r\n".getBytes(US_ASCII));
                while (tls.getInputStream().read() >= 0) {
                    tls.getOutputStream().write("more\r\n".getBytes(US_ASCII));
                }
                throw new java.io.IOException("closed, as it should be");
            });
        }
        assertFalse(TlsSettings.MODERN.contains("TLSv1.1"));
    }

    @Test
    void both_ends_get_the_same_channel_binding() throws Exception {
        var exported = new LinkedBlockingQueue<byte[]>();
        Listener listener = implicit(c -> {
            exported.add(c.channelBinding("tls-exporter").orElseThrow());
            exported.add(c.channelBinding("tls-server-end-point").orElseThrow());
            seen.add(c.channelBinding("tls-unique").isPresent() + "");
        });
        try (Client client = Client.to(listener)) {
            SSLSocket tls = client.beginTls();
            byte[] ours = ((ExtendedSSLSession) tls.getSession())
                    .exportKeyingMaterialData("EXPORTER-Channel-Binding", new byte[0], 32);
            assertArrayEquals(ours, exported.poll(10, TimeUnit.SECONDS));
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(pair.certificate().getEncoded());
            assertArrayEquals(hash, exported.poll(10, TimeUnit.SECONDS));
            assertEquals("false", next());
        }
    }

    @Test
    void the_ciphers_can_be_chosen() throws Exception {
        var one =
                new TlsSettings(settings.context(), List.of("TLSv1.3"), List.of("TLS_CHACHA20_POLY1305_SHA256"), false);
        Listener listener = server.listen(
                loopback("tls").withTls(TlsMode.IMPLICIT, one),
                c -> seen.add(c.tlsInfo().orElseThrow().cipher()));
        try (Client client = Client.tlsTo(listener)) {
            assertEquals("TLS_CHACHA20_POLY1305_SHA256", next());
            assertEquals("", client.rest());
        }
    }
}
