package org.jdbmail.wire.listener;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Listening TCP sockets of the family that their address says: by itself Java opens one that takes IPv6 where IPv4 was asked for.
 *
 * <p>Java has no way to ask for a socket that takes IPv6 only, so {@code ::} takes IPv4 as well. Where {@code 0.0.0.0} is wanted
 * too, that one socket serves both, since the system does not let both be opened; where it is not, {@link #isUnwanted} tells which
 * connections are to be closed at once.
 */
final class TcpSockets {
    private TcpSockets() {}

    /** Opens one. */
    static ServerSocketChannel open(SocketAddress address, int backlog) throws IOException {
        Front.requireResolved(address);
        boolean v6 = address instanceof InetSocketAddress inet && inet.getAddress() instanceof Inet6Address;
        ServerSocketChannel channel = open(v6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address, backlog);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static ServerSocketChannel open(StandardProtocolFamily family) throws IOException {
        try {
            return ServerSocketChannel.open(family);
        } catch (UnsupportedOperationException e) {
            throw new IOException(
                    "this machine has no " + (family == StandardProtocolFamily.INET6 ? "IPv6" : "IPv4"), e);
        }
    }

    /** The addresses for which sockets are to be opened: all, but for those that the socket of another serves. */
    static List<SocketAddress> toOpen(List<SocketAddress> wanted) {
        List<SocketAddress> open = new ArrayList<>();
        for (SocketAddress address : wanted) {
            if (!isWildcard(address, Inet4Address.class) || !hasBoth(wanted, port(address))) {
                open.add(address);
            }
        }
        return open;
    }

    /** Whether a connection came over IPv4 where only IPv6 is wanted. */
    static boolean isUnwanted(List<SocketAddress> wanted, SocketAddress own) {
        return own instanceof InetSocketAddress inet
                && inet.getAddress() instanceof Inet4Address
                && wanted.stream().noneMatch(address -> reaches(address, inet));
    }

    private static boolean reaches(SocketAddress wanted, InetSocketAddress own) {
        return wanted instanceof InetSocketAddress inet
                && inet.getAddress() instanceof Inet4Address address
                && (address.isAnyLocalAddress() || address.equals(own.getAddress()));
    }

    private static boolean hasBoth(List<SocketAddress> wanted, int port) {
        return wanted.stream().anyMatch(address -> isWildcard(address, Inet6Address.class) && port(address) == port);
    }

    private static boolean isWildcard(SocketAddress address, Class<? extends InetAddress> family) {
        return address instanceof InetSocketAddress inet
                && family.isInstance(inet.getAddress())
                && inet.getAddress().isAnyLocalAddress();
    }

    private static int port(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? inet.getPort() : -1;
    }
}
