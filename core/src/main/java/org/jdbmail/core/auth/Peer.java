package org.jdbmail.core.auth;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * Who wants to log in, as far as the connection tells.
 *
 * @param service as the log of logins names it: {@code imap}, {@code pop3}, {@code sieve} or {@code smtp}
 * @param source the client's address; loopback for a Unix socket, which has none
 * @param target our own address
 * @param isPrivate whether what is said is encrypted
 * @param canBePrivate whether the client may still begin TLS
 * @param bindings what ties an exchange to the TLS connection
 * @param certificate what the client showed in TLS, and we trust; empty for none
 */
public record Peer(
        String service,
        InetSocketAddress source,
        InetSocketAddress target,
        boolean isPrivate,
        boolean canBePrivate,
        ChannelBindings bindings,
        Optional<X509Certificate> certificate) {
    /**
     * How private what is said over a connection is.
     *
     * @param isPrivate whether it is encrypted
     * @param canBePrivate whether the client may still begin TLS
     */
    public record Privacy(boolean isPrivate, boolean canBePrivate) {}

    /** Who is at the other end of a connection. A Unix socket has no address; it is this machine. */
    public static Peer of(
            String service,
            SocketAddress source,
            SocketAddress target,
            Privacy privacy,
            ChannelBindings bindings,
            Optional<X509Certificate> certificate) {
        return new Peer(
                service,
                inet(source),
                inet(target),
                privacy.isPrivate(),
                privacy.canBePrivate(),
                bindings,
                certificate);
    }

    private static InetSocketAddress inet(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet
                : new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
