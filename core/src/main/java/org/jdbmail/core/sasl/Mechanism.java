package org.jdbmail.core.sasl;

import java.util.Locale;
import java.util.Optional;
import org.jdbmail.core.password.ScramHash;
import org.jdbmail.core.store.Secrets.Need;
import org.jspecify.annotations.Nullable;

/** The mechanisms that can be spoken, in the order in which they are offered. */
public enum Mechanism {
    /** RFC 4616. */
    PLAIN("PLAIN", Kind.PASSWORD, null),
    /** draft-murchison-sasl-login: a name and a password, each asked for. */
    LOGIN("LOGIN", Kind.PASSWORD, null),
    /** RFC 2195. */
    CRAM_MD5("CRAM-MD5", Kind.SECRET, Need.CRAM_MD5),
    /** RFC 2831, historic since RFC 6331. */
    DIGEST_MD5("DIGEST-MD5", Kind.SECRET, Need.DIGEST_MD5),
    /** RFC 5802. */
    SCRAM_SHA_1("SCRAM-SHA-1", Kind.SECRET, Need.SCRAM_SHA_1),
    /** RFC 7677. */
    SCRAM_SHA_256("SCRAM-SHA-256", Kind.SECRET, Need.SCRAM_SHA_256),
    /** draft-melnikov-scram-sha-512. */
    SCRAM_SHA_512("SCRAM-SHA-512", Kind.SECRET, Need.SCRAM_SHA_512),
    /** RFC 5802 §6. */
    SCRAM_SHA_1_PLUS("SCRAM-SHA-1-PLUS", Kind.BOUND, Need.SCRAM_SHA_1),
    /** RFC 7677, bound to the TLS connection. */
    SCRAM_SHA_256_PLUS("SCRAM-SHA-256-PLUS", Kind.BOUND, Need.SCRAM_SHA_256),
    /** draft-melnikov-scram-sha-512, bound to the TLS connection. */
    SCRAM_SHA_512_PLUS("SCRAM-SHA-512-PLUS", Kind.BOUND, Need.SCRAM_SHA_512),
    /** RFC 4422 appendix A: by the client's certificate. */
    EXTERNAL("EXTERNAL", Kind.CERTIFICATE, null),
    /** RFC 7628. */
    OAUTHBEARER("OAUTHBEARER", Kind.TOKEN, null),
    /** Google's and Microsoft's, from before RFC 7628. */
    XOAUTH2("XOAUTH2", Kind.TOKEN, null);

    /** What a mechanism goes by. */
    enum Kind {
        /** Who listens learns the password. */
        PASSWORD,
        /** Something is proved with the password, which has to be stored as the proof needs it. */
        SECRET,
        /** The same, with data of the TLS connection in the proof. */
        BOUND,
        /** The client's certificate. */
        CERTIFICATE,
        /** Who listens learns a token. */
        TOKEN
    }

    private final String saslName;
    private final Kind kind;
    private final @Nullable Need need;

    Mechanism(String saslName, Kind kind, @Nullable Need need) {
        this.saslName = saslName;
        this.kind = kind;
        this.need = need;
    }

    /** Its registered name. */
    public String saslName() {
        return saslName;
    }

    /** What it goes by. */
    Kind kind() {
        return kind;
    }

    /** Whether it is bound to a TLS connection, so that nobody can speak it through another server. */
    public boolean isBound() {
        return kind == Kind.BOUND;
    }

    /** How passwords have to be stored for it; empty where that doesn't matter. */
    public Optional<Need> need() {
        return Optional.ofNullable(need);
    }

    /** SCRAM's hash function. */
    ScramHash hash() {
        return switch (this) {
            case SCRAM_SHA_1, SCRAM_SHA_1_PLUS -> ScramHash.SHA_1;
            case SCRAM_SHA_256, SCRAM_SHA_256_PLUS -> ScramHash.SHA_256;
            case SCRAM_SHA_512, SCRAM_SHA_512_PLUS -> ScramHash.SHA_512;
            case PLAIN, LOGIN, CRAM_MD5, DIGEST_MD5, EXTERNAL, OAUTHBEARER, XOAUTH2 ->
                throw new IllegalArgumentException(saslName + " has no hash");
        };
    }

    /** The mechanism of that name, whatever its case. */
    public static Optional<Mechanism> ofName(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        for (Mechanism mechanism : values()) {
            if (mechanism.saslName.equals(upper)) {
                return Optional.of(mechanism);
            }
        }
        return Optional.empty();
    }
}
