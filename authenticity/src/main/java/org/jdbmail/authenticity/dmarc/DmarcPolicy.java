package org.jdbmail.authenticity.dmarc;

import java.util.Locale;
import java.util.Optional;

/** What a domain wants done with mail that is not from it (RFC 9989 §4.7). */
public enum DmarcPolicy {
    /** Nothing. */
    NONE,
    /** It is suspicious. */
    QUARANTINE,
    /** It is not to be taken. */
    REJECT;

    static Optional<DmarcPolicy> named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "none" -> Optional.of(NONE);
            case "quarantine" -> Optional.of(QUARANTINE);
            case "reject" -> Optional.of(REJECT);
            default -> Optional.empty();
        };
    }

    /** One step weaker, as for domains that only try (RFC 9989 §4.7, t=y). */
    DmarcPolicy weaker() {
        return switch (this) {
            case NONE, QUARANTINE -> NONE;
            case REJECT -> QUARANTINE;
        };
    }

    /** As it is told. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
