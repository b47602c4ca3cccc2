package org.jdbmail.wire;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jdbmail.wire.limit.Network;
import org.jdbmail.wire.listener.ListenOn;
import org.jdbmail.wire.tls.TlsMode;
import org.jdbmail.wire.tls.TlsSettings;
import org.jspecify.annotations.Nullable;

/**
 * What a listener is to do. Begin with {@link #tcp} or {@link #unix} and change what differs with the {@code with}
 * methods.
 *
 * @param on where to listen
 * @param tls whether and how TLS is spoken
 * @param proxyFrom peers in these networks must begin with a PROXY protocol header, and are believed; all others talk
 *     directly. Empty: nobody. Does not concern Unix sockets.
 * @param limits how many connections there may be
 * @param patience how long a peer may take
 * @param platformThreads how many sessions get a thread of the system's each, which waits at its socket by itself; those that
 *     come while as many are there, and all with zero, get virtual threads. For protocols with few connections, each of them
 *     busy: what a peer says is acted on sooner, and an idle connection costs more.
 */
public record ListenerConfig(
        ListenOn on, Tls tls, List<Network> proxyFrom, Limits limits, Patience patience, int platformThreads) {

    /**
     * Whether and how TLS is spoken.
     *
     * @param mode when it begins
     * @param settings how it is spoken; required unless the mode is {@link TlsMode#NONE}
     */
    public record Tls(TlsMode mode, @Nullable TlsSettings settings) {
        /** Not at all. */
        public static final Tls NONE = new Tls(TlsMode.NONE, null);
    }

    /**
     * How many connections there may be at a time. Of sessions that log in, only those that have are counted here
     * ({@link Connection#authenticated}); before that they are among the strangers of the whole server ({@link WireLimits}).
     *
     * @param total all peers together
     * @param perAddress from one IPv4 address or one IPv6 /64 (after the PROXY header, if there is one)
     * @param login whether sessions log in; else a peer is known from the start
     */
    public record Limits(int total, int perAddress, boolean login) {
        /** Checks them. */
        public Limits {
            if (total < 1 || perAddress < 1) {
                throw new IllegalArgumentException("connection limits must be at least 1");
            }
        }
    }

    /**
     * How long a peer may take.
     *
     * @param silence how long it may keep silent before a read fails, until the session says otherwise
     * @param slowReader how long it may take nothing of what is written before the connection is closed
     */
    public record Patience(Duration silence, Duration slowReader) {}

    /** Checks what can be checked without opening anything. */
    public ListenerConfig {
        proxyFrom = List.copyOf(proxyFrom);
        if (tls.mode != TlsMode.NONE && tls.settings == null) {
            throw new IllegalArgumentException(on.name() + ": TLS needs a certificate");
        }
    }

    /** Plain TCP: 10,000 connections, 5,000 from one address, half an hour of silence, 5 minutes for a slow reader. */
    public static ListenerConfig tcp(String name, InetSocketAddress... addresses) {
        return plain(new ListenOn(name, List.of(addresses), 1024, "rw-rw-rw-"));
    }

    /** A Unix socket that everybody on this machine may use, with the limits of {@link #tcp}. */
    public static ListenerConfig unix(String name, Path path) {
        return plain(new ListenOn(name, List.of(UnixDomainSocketAddress.of(path)), 1024, "rw-rw-rw-"));
    }

    private static ListenerConfig plain(ListenOn on) {
        return new ListenerConfig(
                on,
                Tls.NONE,
                List.of(),
                new Limits(10_000, 5_000, false),
                new Patience(Duration.ofMinutes(30), Duration.ofMinutes(5)),
                0);
    }

    /** The name, for logs and thread names. */
    public String name() {
        return on.name();
    }

    /** The same, listening otherwise. */
    public ListenerConfig with(ListenOn other) {
        return new ListenerConfig(other, tls, proxyFrom, limits, patience, platformThreads);
    }

    /** The same, with STARTTLS offered or TLS from the first byte. */
    public ListenerConfig withTls(TlsMode mode, TlsSettings settings) {
        return new ListenerConfig(on, new Tls(mode, settings), proxyFrom, limits, patience, platformThreads);
    }

    /** The same, believing PROXY headers from these networks, and requiring them there. */
    public ListenerConfig withProxyFrom(List<Network> networks) {
        return new ListenerConfig(on, tls, networks, limits, patience, platformThreads);
    }

    /** The same, with other limits on connections at a time. */
    public ListenerConfig with(Limits others) {
        return new ListenerConfig(on, tls, proxyFrom, others, patience, platformThreads);
    }

    /** The same, with other limits on connections at a time. */
    public ListenerConfig withLimits(int total, int perAddress) {
        return with(new Limits(total, perAddress, limits.login()));
    }

    /** The same, for sessions that log in. */
    public ListenerConfig withLogin() {
        return with(new Limits(limits.total(), limits.perAddress(), true));
    }

    /** The same, with other patience for silent peers and for slow readers. */
    public ListenerConfig withTimeouts(Duration silence, Duration slowReader) {
        return new ListenerConfig(on, tls, proxyFrom, limits, new Patience(silence, slowReader), platformThreads);
    }

    /** The same, with threads of the system's for that many sessions. */
    public ListenerConfig withPlatformThreads(int sessions) {
        return new ListenerConfig(on, tls, proxyFrom, limits, patience, sessions);
    }
}
