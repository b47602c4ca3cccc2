package org.jdbmail.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** TLS from the first byte and through STARTTLS, with the JDK's own client. */
class TlsTest {
    private final WireServer server = new WireServer();
    private final TlsSettings settings = Certificates.settings(Certificates.ec());

    @AfterEach
    void stop() {
        server.stop(Duration.ofSeconds(2));
    }

    @Test
    void implicit_tls_echoes() throws Exception {
        Listener listener = server.listen(Servers.loopback("tls").withTls(TlsMode.IMPLICIT, settings), Servers::echo);
        try (Client client = Client.tlsTo(listener)) {
            client.send("one\r\ntwo\r\n");
            assertEquals("one", client.line());
            assertEquals("two", client.line());
        }
    }

    @Test
    void starttls_goes_on_in_tls() throws Exception {
        Listener listener = server.listen(Servers.loopback("tls").withTls(TlsMode.STARTTLS, settings), c -> {
            c.in().readLine(100);
            c.startTls("OK\r\n".getBytes(US_ASCII));
            Servers.echo(c);
        });
        try (Client client = Client.to(listener)) {
            client.send("STARTTLS\r\n");
            assertEquals("OK", client.line());
            client.beginTls();
            client.send("one\r\n");
            assertEquals("one", client.line());
        }
    }
}
