package org.jdbmail.core.smtp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * Who the peer is, or for whom it says that it speaks (XCLIENT, XFORWARD).
 *
 * @param name the name of its address; empty where not known: we look nothing up
 * @param address its address; empty on a Unix socket
 * @param helo what it says its name is; empty where another told us nothing
 * @param protocol how it speaks, where another told us; empty otherwise
 */
public record Speaker(String name, String address, String helo, String protocol) {
    /** The peer at that address. */
    public static Speaker at(SocketAddress remote) {
        return new Speaker(
                "", remote instanceof InetSocketAddress inet ? inet.getAddress().getHostAddress() : "", "", "");
    }

    /** The one that a trusted peer tells of. */
    public Speaker with(XclientAttributes told) {
        return new Speaker(
                told.or(XclientAttributes.Name.NAME, name),
                told.or(XclientAttributes.Name.ADDR, address),
                told.or(XclientAttributes.Name.HELO, helo),
                told.or(XclientAttributes.Name.PROTO, protocol));
    }

    /** Its address as one; this machine's own where it has none. */
    public InetAddress inet() {
        return address.isEmpty() ? InetAddress.getLoopbackAddress() : InetAddress.ofLiteral(address);
    }
}
