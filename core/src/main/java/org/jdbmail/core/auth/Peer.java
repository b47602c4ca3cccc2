package org.jdbmail.core.auth;

import java.net.InetSocketAddress;
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
        Optional<X509Certificate> certificate) {}
