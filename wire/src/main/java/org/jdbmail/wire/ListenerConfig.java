package org.jdbmail.wire;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a listener is to do. Begin with {@link #tcp} or {@link #unix} and change what differs with the {@code with}
 * methods.
 *
 * @param name for logs and thread names, e.g. {@code imap}
 * @param addresses where to listen: IP addresses with ports (port 0: any free one), or Unix sockets; not both
 * @param backlog connections that the kernel may hold before we accept them
 * @param tlsMode when TLS begins
 * @param tls how TLS is spoken; required unless the mode is {@link TlsMode#NONE}
 * @param proxyFrom peers in these networks must begin with a PROXY protocol header, and are believed; all others talk
 *     directly. Empty: nobody. Does not concern Unix sockets.
 * @param maxConnections connections at a time, all peers together
 * @param maxPerAddress connections at a time from one IPv4 address or one IPv6 /64 (after the PROXY header, if there is
 *     one)
 * @param timeout how long a peer may keep silent before a read fails, until the session says otherwise
 * @param writeTimeout how long a peer may take nothing of what is written before the connection is closed
 * @param unixPermissions permissions of a Unix socket, as in {@code rw-rw-rw-}
 * @param platformThreads how many sessions get a thread of the system's each, which waits at its socket by itself; those that
 *     come while as many are there, and all with zero, get virtual threads. For protocols with few connections, each of them
 *     busy: what a peer says is acted on sooner, and an idle connection costs more.
 */
public record ListenerConfig(
        String name,
        List<SocketAddress> addresses,
        int backlog,
        TlsMode tlsMode,
        @Nullable TlsSettings tls,
        List<Network> proxyFrom,
        int maxConnections,
        int maxPerAddress,
        Duration timeout,
        Duration writeTimeout,
        String unixPermissions,
        int platformThreads) {

    /** Checks what can be checked without opening anything. */
    public ListenerConfig {
        addresses = List.copyOf(addresses);
        proxyFrom = List.copyOf(proxyFrom);
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
        if (tlsMode != TlsMode.NONE && tls == null) {
            throw new IllegalArgumentException(name + ": TLS needs a certificate");
        }
        if (maxConnections < 1 || maxPerAddress < 1) {
            throw new IllegalArgumentException(name + ": connection limits must be at least 1");
        }
    }

    /** Plain TCP: 10,000 connections, 1,000 from one address, half an hour of silence, 5 minutes for a slow reader. */
    public static ListenerConfig tcp(String name, InetSocketAddress... addresses) {
        return plain(name, List.of(addresses));
    }

    /** A Unix socket that everybody on this machine may use, with the limits of {@link #tcp}. */
    public static ListenerConfig unix(String name, Path path) {
        return plain(name, List.of(UnixDomainSocketAddress.of(path)));
    }

    private static ListenerConfig plain(String name, List<? extends SocketAddress> addresses) {
        return new ListenerConfig(
                name,
                List.copyOf(addresses),
                1024,
                TlsMode.NONE,
                null,
                List.of(),
                10_000,
                5_000,
                Duration.ofMinutes(30),
                Duration.ofMinutes(5),
                "rw-rw-rw-",
                0);
    }

    /** The same, with STARTTLS offered or TLS from the first byte. */
    public ListenerConfig withTls(TlsMode mode, TlsSettings settings) {
        return new ListenerConfig(
                name,
                addresses,
                backlog,
                mode,
                settings,
                proxyFrom,
                maxConnections,
                maxPerAddress,
                timeout,
                writeTimeout,
                unixPermissions,
                platformThreads);
    }

    /** The same, believing PROXY headers from these networks, and requiring them there. */
    public ListenerConfig withProxyFrom(List<Network> networks) {
        return new ListenerConfig(
                name,
                addresses,
                backlog,
                tlsMode,
                tls,
                networks,
                maxConnections,
                maxPerAddress,
                timeout,
                writeTimeout,
                unixPermissions,
                platformThreads);
    }

    /** The same, with other limits on connections at a time. */
    public ListenerConfig withLimits(int total, int perAddress) {
        return new ListenerConfig(
                name,
                addresses,
                backlog,
                tlsMode,
                tls,
                proxyFrom,
                total,
                perAddress,
                timeout,
                writeTimeout,
                unixPermissions,
                platformThreads);
    }

    /** The same, with other patience for silent peers and for slow readers. */
    public ListenerConfig withTimeouts(Duration silence, Duration slowReader) {
        return new ListenerConfig(
                name,
                addresses,
                backlog,
                tlsMode,
                tls,
                proxyFrom,
                maxConnections,
                maxPerAddress,
                silence,
                slowReader,
                unixPermissions,
                platformThreads);
    }

    /** The same, with another length of the kernel's queue. */
    public ListenerConfig withBacklog(int connections) {
        return new ListenerConfig(
                name,
                addresses,
                connections,
                tlsMode,
                tls,
                proxyFrom,
                maxConnections,
                maxPerAddress,
                timeout,
                writeTimeout,
                unixPermissions,
                platformThreads);
    }

    /** The same, with other permissions of the Unix socket. */
    public ListenerConfig withUnixPermissions(String permissions) {
        return new ListenerConfig(
                name,
                addresses,
                backlog,
                tlsMode,
                tls,
                proxyFrom,
                maxConnections,
                maxPerAddress,
                timeout,
                writeTimeout,
                permissions,
                platformThreads);
    }

    /** The same, with threads of the system's for that many sessions. */
    public ListenerConfig withPlatformThreads(int sessions) {
        return new ListenerConfig(
                name,
                addresses,
                backlog,
                tlsMode,
                tls,
                proxyFrom,
                maxConnections,
                maxPerAddress,
                timeout,
                writeTimeout,
                unixPermissions,
                sessions);
    }
}
