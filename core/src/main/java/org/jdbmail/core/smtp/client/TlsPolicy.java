package org.jdbmail.core.smtp.client;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How much TLS is asked of a server.
 *
 * @param level how much
 * @param authorities certificates, in a PEM file, that vouch for servers; empty for those that Java knows
 */
public record TlsPolicy(Level level, Optional<Path> authorities) {
    /** How much TLS is asked of a server, in the words of Postfix. */
    public enum Level {
        /** No TLS. */
        NONE,
        /** TLS where the server has it; whose certificate it is does not matter (RFC 7435). */
        MAY,
        /** TLS or nothing; whose certificate it is does not matter. */
        ENCRYPT,
        /** TLS with a certificate for the host's name that somebody vouches for, or nothing. */
        VERIFY
    }

    /** TLS where there is TLS. */
    public static final TlsPolicy OPPORTUNISTIC = new TlsPolicy(Level.MAY, Optional.empty());

    /** The same with another level. */
    public TlsPolicy with(Level other) {
        return new TlsPolicy(other, authorities);
    }

    /** Whether mail does not go without TLS. */
    boolean isNeeded() {
        return level == Level.ENCRYPT || level == Level.VERIFY;
    }
}
