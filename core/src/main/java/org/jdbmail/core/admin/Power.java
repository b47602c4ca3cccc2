package org.jdbmail.core.admin;

import java.util.Set;

/** Whom somebody may act upon, beside himself. */
public sealed interface Power {
    /** Everybody and everything. */
    record Everything() implements Power {}

    /**
     * The accounts and aliases of some domains.
     *
     * @param domains at least one, in lower case
     */
    record Domains(Set<String> domains) implements Power {
        /** Copies the set. */
        public Domains {
            domains = Set.copyOf(domains);
        }
    }

    /** Nobody else. */
    record Own() implements Power {}
}
