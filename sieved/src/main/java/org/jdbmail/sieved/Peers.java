package org.jdbmail.sieved;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jdbmail.core.auth.ChannelBindings;
import org.jdbmail.core.auth.Peer;
import org.jdbmail.wire.Connection;

/** Tells who is at the other end of a connection. */
final class Peers {
    private Peers() {}

    static Peer of(Connection connection, ChannelBindings bindings) {
        return new Peer(
                "sieve",
                inet(connection.remoteAddress()),
                inet(connection.localAddress()),
                connection.isTls(),
                connection.canStartTls(),
                bindings,
                connection.peerCertificates().stream().findFirst());
    }

    /** A Unix socket has no address; it is this machine. */
    private static InetSocketAddress inet(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet
                : new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
