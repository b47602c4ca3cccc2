package org.jdbmail.core.store;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What an account can prove itself by beside its password ({@code jdbmail_credential}).
 *
 * @param kind what it is
 * @param name of an app password; empty for the others, of which there is one of each kind
 * @param encoded with a prefix that says how
 * @param boundTo what {@code passwd} was when it was made; where that is another now, it is out of date. Empty for an app
 *     password, which stays when the password changes
 * @param services what an app password is for; empty for everything
 * @param created when it was made
 * @param expires when it ends, if it does
 * @param lastUsed when it was last right, within a minute
 */
public record Secret(
        Kind kind,
        String name,
        String encoded,
        String boundTo,
        Set<String> services,
        Instant created,
        Optional<Instant> expires,
        Optional<Instant> lastUsed) {
    /** What a secret is. */
    public enum Kind {
        /** A password for one program or device. */
        APP("app"),
        /** The password's encoding, where {@code passwd} has no room for it. */
        LONG("long"),
        /** What SCRAM-SHA-1 is checked by. */
        SCRAM_SHA_1("scram-sha-1"),
        /** What SCRAM-SHA-256 is checked by. */
        SCRAM_SHA_256("scram-sha-256"),
        /** What SCRAM-SHA-512 is checked by. */
        SCRAM_SHA_512("scram-sha-512");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As it stands in the table. */
        public String word() {
            return word;
        }
    }

    /** One that is made of a password, at a moment. */
    public static Secret ofPassword(Kind kind, String encoded, String boundTo, Instant created) {
        return new Secret(kind, "", encoded, boundTo, Set.of(), created, Optional.empty(), Optional.empty());
    }

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return "Secret[" + kind + " " + name + "]";
    }
}
