package org.jdbmail.core.admin;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.core.mail.AsciiCase;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Audit;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;

/**
 * Who acts.
 *
 * @param user the account in whose name
 * @param power whom it may act upon
 * @param address where the wish came from, for the log of changes
 */
public record Actor(User user, Power power, String address) {
    /** What an account may do now. */
    public static Actor of(Tx tx, User user, String address) {
        if (tx.web().standing(user.id()).isAdministrator()) {
            return new Actor(user, new Power.Everything(), address);
        }
        Set<String> domains = Set.copyOf(tx.domains().administeredBy(user.id()));
        return new Actor(user, domains.isEmpty() ? new Power.Own() : new Power.Domains(domains), address);
    }

    /** Whether everything is in its power. */
    public boolean isAdministrator() {
        return power instanceof Power.Everything;
    }

    /** Whether anybody beside itself is in its power. */
    public boolean administers() {
        return !(power instanceof Power.Own);
    }

    /** The domains that it is kept to; empty where it is kept to none. */
    public Optional<Set<String>> domains() {
        return switch (power) {
            case Power.Everything() -> Optional.empty();
            case Power.Domains(Set<String> names) -> Optional.of(names);
            case Power.Own() -> Optional.of(Set.of());
        };
    }

    /** Whether an address lies in a domain that is in its power. */
    public boolean mayUse(String address) {
        return domains().map(names -> names.contains(domain(address))).orElse(true);
    }

    /** The domain of an address or login, in lower case; empty if it has none. */
    public static String domain(String address) {
        return AsciiCase.lower(address.substring(address.lastIndexOf('@') + 1, address.length()))
                .transform(domain -> address.indexOf('@') < 0 ? "" : domain);
    }

    /** @throws Refusal NO_PERMISSION if not everything is in its power */
    void requireEverything() {
        if (!isAdministrator()) {
            throw new Refusal(Reason.NO_PERMISSION, "only an administrator may do that");
        }
    }

    /** Notes what was done. */
    void note(Tx tx, Instant when, String action, String subject, String detail) {
        tx.audit().note(new Audit.Entry(when, user.login(), address, action, subject, detail));
    }
}
