package org.jdbmail.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.wire.tls.TlsMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** 4,000 clients that begin TLS and never go on; fewer where the process may not open as many files, two for each. */
@Tag("full")
class HalfOpenHandshakesTest {
    private static final int WANTED = 4_000;

    /** Files that are open for other reasons. */
    private static final int SPARE = 500;

    /** The beginning of a ClientHello: a record of 512 octets, of which five and a few more come. */
    private static final byte[] HELLO = {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};

    @Test
    void a_good_client_is_served_while_many_handshakes_hang() throws Exception {
        WireServer server = new WireServer(WireLimits.usual(2_000, 2_000), thrown -> {});
        List<Socket> hanging = new ArrayList<>();
        int begun = (int) Math.min(WANTED, (mostFiles() - SPARE) / 2);
        try {
            Listener listener = server.listen(
                    Servers.loopback("tls")
                            .withLogin()
                            .withTls(TlsMode.IMPLICIT, Certificates.settings(Certificates.ec())),
                    Servers::echo);
            for (int i = 0; i < begun; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
                socket.getOutputStream().write(HELLO);
                hanging.add(socket);
                if (i % 500 == 499) {
                    echoed(listener);
                }
            }
            echoed(listener);
            assertTrue(hanging.size() > 100, hanging.size() + " are too few to show anything");
        } finally {
            for (Socket socket : hanging) {
                socket.close();
            }
            server.stop(Duration.ofSeconds(2));
        }
    }

    private static long mostFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount()
                : WANTED;
    }

    private static void echoed(Listener listener) throws Exception {
        try (Client client = Client.tlsTo(listener)) {
            client.send("hello\r\n");
            assertEquals("hello", client.line());
        }
    }
}
