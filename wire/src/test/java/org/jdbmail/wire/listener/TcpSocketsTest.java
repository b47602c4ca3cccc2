package org.jdbmail.wire.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import org.junit.jupiter.api.Test;

class TcpSocketsTest {
    private static final SocketAddress ALL_V4 = new InetSocketAddress("0.0.0.0", 4143);
    private static final SocketAddress ALL_V6 = new InetSocketAddress("::", 4143);
    private static final SocketAddress OWN_V4 = new InetSocketAddress("127.0.0.1", 4143);
    private static final SocketAddress OWN_V6 = new InetSocketAddress("::1", 4143);

    @Test
    void all_of_ipv4_is_not_ipv6() throws IOException {
        try (ServerSocketChannel channel = TcpSockets.open(new InetSocketAddress("0.0.0.0", 0), 5)) {
            int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
            try (Socket v4 = new Socket("127.0.0.1", port)) {
                assertTrue(v4.isConnected());
            }
            assertThrows(ConnectException.class, () -> new Socket("::1", port).close());
        }
    }

    @Test
    void where_all_of_both_is_wanted_one_socket_serves_both() {
        assertEquals(List.of(ALL_V6), TcpSockets.toOpen(List.of(ALL_V4, ALL_V6)));
        assertFalse(TcpSockets.isUnwanted(List.of(ALL_V4, ALL_V6), OWN_V4));
        assertFalse(TcpSockets.isUnwanted(List.of(ALL_V4, ALL_V6), OWN_V6));
    }

    @Test
    void where_all_of_ipv6_is_wanted_ipv4_is_not() {
        assertEquals(List.of(ALL_V6), TcpSockets.toOpen(List.of(ALL_V6)));
        assertTrue(TcpSockets.isUnwanted(List.of(ALL_V6), OWN_V4));
        assertFalse(TcpSockets.isUnwanted(List.of(ALL_V6), OWN_V6));
        assertFalse(TcpSockets.isUnwanted(List.of(ALL_V6, OWN_V4), OWN_V4));
    }
}
