package org.jdbmail.core.sasl;

import java.util.Locale;
import java.util.Optional;

/** The mechanisms that can be spoken, in the order in which they are offered. */
public enum Mechanism {
    /** RFC 4616. */
    PLAIN("PLAIN", true),
    /** draft-murchison-sasl-login: a name and a password, each asked for. */
    LOGIN("LOGIN", true);

    private final String saslName;
    private final boolean plaintext;

    Mechanism(String saslName, boolean plaintext) {
        this.saslName = saslName;
        this.plaintext = plaintext;
    }

    /** Its registered name. */
    public String saslName() {
        return saslName;
    }

    /** Whether who listens learns the password. */
    public boolean isPlaintext() {
        return plaintext;
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
