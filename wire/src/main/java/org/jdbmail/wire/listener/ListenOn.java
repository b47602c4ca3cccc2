package org.jdbmail.wire.listener;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;

/**
 * Where to listen.
 *
 * @param name for logs and thread names, e.g. {@code imap}
 * @param addresses IP addresses with ports (port 0: any free one), or Unix sockets; not both. {@code 0.0.0.0} is all of IPv4,
 *     {@code ::} all of IPv6; neither is the other.
 * @param backlog connections that the kernel may hold before we accept them
 * @param unixPermissions permissions of a Unix socket, as in {@code rw-rw-rw-}
 */
public record ListenOn(String name, List<SocketAddress> addresses, int backlog, String unixPermissions) {
    /** Checks what can be checked without opening anything. */
    public ListenOn {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException(name + ": no address to listen on");
        }
        boolean unix = addresses.getFirst() instanceof UnixDomainSocketAddress;
        for (SocketAddress address : addresses) {
            if (unix != address instanceof UnixDomainSocketAddress || !unix != address instanceof InetSocketAddress) {
                throw new IllegalArgumentException(
                        name + ": cannot listen on " + address + " together with the others");
            }
        }
    }

    /** Whether these are Unix sockets. */
    public boolean isUnix() {
        return addresses.getFirst() instanceof UnixDomainSocketAddress;
    }

    /** The same with another length of the kernel's queue. */
    public ListenOn withBacklog(int connections) {
        return new ListenOn(name, addresses, connections, unixPermissions);
    }

    /** The same with other permissions of the Unix socket. */
    public ListenOn withUnixPermissions(String permissions) {
        return new ListenOn(name, addresses, backlog, permissions);
    }
}
