package org.jdbmail.core.directory;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.password.Password;

/**
 * Accounts and addresses that somebody else keeps: an LDAP directory, or tables of another program. Asked outside of transactions,
 * since an answer may take its time. Safe for any number of threads. Every method throws
 * {@link org.jdbmail.core.mail.Refusal} UNAVAILABLE where it can't be told now.
 */
public interface ForeignAccounts extends AutoCloseable {
    /** The account of that name, whatever its case. */
    Optional<ForeignAccount> byName(String name);

    /** Whether a password is that of an account that does not tell what it stores. */
    boolean isRight(ForeignAccount account, Password password);

    /**
     * What addresses mean, by one step.
     *
     * @param aliases for each name that is an alias its targets, each an account's name, another alias, or an address elsewhere
     * @param accounts for each name under which an account takes mail that account
     */
    record Routes(Map<String, List<String>> aliases, Map<String, List<ForeignAccount>> accounts) {
        /** Nothing. */
        public static final Routes NONE = new Routes(Map.of(), Map.of());
    }

    /**
     * What is known of some names.
     *
     * @param names in lower case: addresses, names of accounts, {@code @domain}, {@code user@}
     */
    Routes routes(Collection<String> names);

    /**
     * Whether mail for a domain ends here.
     *
     * @param domain in lower case
     */
    boolean hasDomain(String domain);

    /** Gives back what it holds. */
    @Override
    void close();
}
