package org.jdbmail.core.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is said of domains ({@code jdbmail_domain}). The accounts and aliases of a domain are those whose name ends in {@code @} and
 * the domain, whatever its case. A domain that nothing is said of has no limits.
 */
public interface Domains {
    /**
     * What is said of a domain.
     *
     * @param name in lower case
     * @param aliasOf the domain that is meant by this one; empty for a domain of its own
     * @param accounts how many accounts there may be; 0 for no limit
     * @param aliases how many aliases there may be; 0 for no limit
     * @param quota octets that its accounts may keep together; 0 for no limit
     */
    record Domain(String name, String aliasOf, long accounts, long aliases, long quota) {}

    /**
     * What a domain has.
     *
     * @param accounts how many
     * @param aliases how many rows of {@code dbmail_aliases}
     * @param used octets that its accounts keep together
     */
    record Usage(long accounts, long aliases, long used) {
        /** Nothing at all. */
        public static final Usage NONE = new Usage(0, 0, 0);
    }

    /** What is said of that domain. */
    Optional<Domain> find(String name);

    /** What is said of all domains, by name. */
    List<Domain> all();

    /** Says it, in place of what was said before. */
    void put(Domain domain);

    /** Says nothing of a domain any more; returns whether something was said. */
    boolean remove(String name);

    /** Ids of the accounts that administer a domain. */
    List<Long> administrators(String name);

    /** The domains that an account administers, by name. */
    List<String> administeredBy(long userId);

    /** Lets an account administer a domain that something is said of. */
    void addAdministrator(String name, long userId);

    /** Takes that away; returns whether it was so. */
    boolean removeAdministrator(String name, long userId);

    /** What each domain has that any account or alias is of; reads over all of both. */
    Map<String, Usage> usages();

    /** What a domain has; reads over all accounts and aliases. */
    Usage usage(String name);
}
