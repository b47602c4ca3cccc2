package org.jdbmail.lmtpd;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jdbmail.core.smtp.XclientAttributes;
import org.jdbmail.wire.Connection;

/**
 * Who the peer is, or for whom it says that it speaks.
 *
 * @param name the name of its address; empty where not known: we look nothing up
 * @param address its address; empty on a Unix socket
 * @param helo what it says its name is; empty where another told us nothing
 * @param protocol how it speaks, where another told us; empty otherwise
 */
record Client(String name, String address, String helo, String protocol) {
    /** The peer of a connection. */
    static Client of(Connection connection) {
        boolean hasAddress = connection.remoteAddress() instanceof InetSocketAddress;
        return new Client("", hasAddress ? inet(connection).getHostAddress() : "", "", "");
    }

    private static InetAddress inet(Connection connection) {
        return ((InetSocketAddress) connection.remoteAddress()).getAddress();
    }

    /** The one that a trusted peer tells of. */
    Client with(XclientAttributes told) {
        return new Client(
                told.or(XclientAttributes.Name.NAME, name),
                told.or(XclientAttributes.Name.ADDR, address),
                told.or(XclientAttributes.Name.HELO, helo),
                told.or(XclientAttributes.Name.PROTO, protocol));
    }

    /** Whether a connection's peer is in one of the networks that may tell. */
    static boolean mayTell(Connection connection, LmtpOptions settings) {
        return connection.remoteAddress() instanceof InetSocketAddress
                && settings.xclientFrom().stream().anyMatch(network -> network.contains(inet(connection)));
    }
}
