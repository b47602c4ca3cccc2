package org.jdbmail.core.smtp.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jdbmail.core.dns.Tlsa;

/**
 * How much TLS is asked of a server.
 *
 * @param level how much
 * @param authorities certificates, in a PEM file, that vouch for servers; empty for those that Java knows
 * @param proof what a certificate has to show
 */
public record TlsPolicy(Level level, Optional<Path> authorities, Proof proof) {
    /** How much TLS is asked of a server, in the words of Postfix. */
    public enum Level {
        /** No TLS. */
        NONE,
        /** TLS where the server has it; whose certificate it is does not matter (RFC 7435). */
        MAY,
        /** TLS or nothing; whose certificate it is does not matter. */
        ENCRYPT,
        /** TLS with the certificate that the name system tells of (RFC 7672), or nothing; where it tells of none, as {@link #MAY}. */
        DANE,
        /** The same, and nothing where it tells of none. */
        DANE_ONLY,
        /** TLS with a certificate for the host's name that somebody vouches for, or nothing. */
        VERIFY,
        /** The same for the name of the next hop itself, which no name system can change. */
        SECURE
    }

    /**
     * What a certificate has to show beside what the level asks.
     *
     * @param names names one of which it must be for; one that begins with a dot is all below it. Empty for the host's name
     * @param records what the name system tells of it; empty where the level does not ask
     */
    public record Proof(List<String> names, List<Tlsa> records) {
        /** Nothing beside. */
        public static final Proof NONE = new Proof(List.of(), List.of());

        /** Copies the lists. */
        public Proof {
            names = List.copyOf(names);
            records = List.copyOf(records);
        }
    }

    /** TLS where there is TLS. */
    public static final TlsPolicy OPPORTUNISTIC = new TlsPolicy(Level.MAY, Optional.empty());

    /** One that asks for nothing beside the level. */
    public TlsPolicy(Level level, Optional<Path> authorities) {
        this(level, authorities, Proof.NONE);
    }

    /**
     * TLS for other protocols with those for whom these authorities vouch.
     *
     * @param authorities as PEM; empty for those that Java knows
     */
    public static SSLContext context(Optional<Path> authorities) throws IOException {
        return Tls.verified(authorities);
    }

    /** The same with another level. */
    public TlsPolicy with(Level other) {
        return new TlsPolicy(other, authorities, proof);
    }

    /** The same with another proof. */
    public TlsPolicy with(Proof other) {
        return new TlsPolicy(level, authorities, other);
    }

    /** Whether mail does not go without TLS. */
    boolean isNeeded() {
        return switch (level) {
            case NONE, MAY -> false;
            case ENCRYPT, DANE, DANE_ONLY, VERIFY, SECURE -> true;
        };
    }

    /** Whether somebody has to vouch for the certificate. */
    boolean isVerified() {
        return switch (level) {
            case NONE, MAY, ENCRYPT, DANE, DANE_ONLY -> false;
            case VERIFY, SECURE -> true;
        };
    }
}
