package org.jdbmail.core.domain;

import java.net.IDN;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jdbmail.core.directory.ForeignAccounts;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.table.LookupTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which domains are ours. Where the settings list local domains, those are; otherwise, as with DBMail, every domain that an alias or
 * an account's name has, and those of which {@code jdbmail_domain} says something: these are looked through now and then, since there are few domains and many addresses. Safe for any number of
 * threads.
 */
public final class MailDomains {
    private static final Logger LOG = LoggerFactory.getLogger(MailDomains.class);

    /** How old what was derived may be. */
    private static final Duration KEPT = Duration.ofSeconds(60);

    /** Where a domain is missing, it is looked again sooner: an account was perhaps just made. */
    private static final Duration KEPT_UNKNOWN = Duration.ofSeconds(2);

    /**
     * What the settings list, in small letters and with A-labels.
     *
     * @param hostname our own name, always local
     * @param local the local domains; empty for those that are derived
     * @param aliases domains that stand for others
     * @param relayed whose mail is sent on; a name that begins with a dot is all domains below it
     * @param tables what is listed in tables
     */
    public record Listed(
            String hostname, Set<String> local, Map<String, String> aliases, Set<String> relayed, InTables tables) {
        /** Brings names into the form in which they are compared. */
        public Listed {
            local = local.stream().map(MailDomains::normal).collect(Collectors.toUnmodifiableSet());
            relayed = relayed.stream().map(MailDomains::normal).collect(Collectors.toUnmodifiableSet());
            aliases = aliases.entrySet().stream()
                    .collect(Collectors.toUnmodifiableMap(
                            each -> normal(each.getKey()), each -> normal(each.getValue())));
        }

        /** Nothing in tables. */
        public Listed(String hostname, Set<String> local, Map<String, String> aliases, Set<String> relayed) {
            this(hostname, local, aliases, relayed, InTables.NONE);
        }

        /** Nothing but our own name. */
        public static Listed nothing(String hostname) {
            return new Listed(hostname, Set.of(), Map.of(), Set.of());
        }
    }

    /**
     * MailDomains that are keys of tables, whatever their values.
     *
     * @param local the local domains; empty for those that are listed, or derived
     * @param relayed whose mail is sent on
     * @param virtual local ones beside these, all of whose addresses stand for others
     */
    public record InTables(Optional<LookupTable> local, LookupTable relayed, LookupTable virtual) {
        /** None. */
        public static final InTables NONE = new InTables(Optional.empty(), LookupTable.EMPTY, LookupTable.EMPTY);

        private static boolean has(LookupTable table, String name) {
            List<String> parents = new ArrayList<>();
            for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
                parents.add(name.substring(dot));
            }
            return table.first(name, parents).isPresent();
        }
    }

    private record Derived(Set<String> domains, Instant when) {}

    private final Store store;
    private final Listed listed;
    private final Optional<ForeignAccounts> elsewhere;
    private final InstantSource clock;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile Derived derived = new Derived(Set.of(), Instant.EPOCH);

    /** Those that are listed, and where none is local, those of the addresses in that store. */
    public MailDomains(Store store, Listed listed, InstantSource clock) {
        this(store, listed, Optional.empty(), clock);
    }

    /**
     * The same.
     *
     * @param elsewhere who keeps accounts in place of that store, and has domains of theirs
     */
    public MailDomains(Store store, Listed listed, Optional<ForeignAccounts> elsewhere, InstantSource clock) {
        this.elsewhere = elsewhere;
        this.store = store;
        this.listed = listed;
        this.clock = clock;
    }

    /** A name in small letters, with A-labels (RFC 5890), without a dot at its end. */
    public static String normal(String domain) {
        String name = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
        try {
            boolean isAscii = name.chars().allMatch(c -> c < 0x80);
            return (isAscii ? name : IDN.toASCII(name, IDN.ALLOW_UNASSIGNED)).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return name.toLowerCase(Locale.ROOT); // no domain of the Internet, but comparable
        }
    }

    /**
     * What a domain is to us. An empty one, as of {@code <postmaster>}, is local.
     *
     * @throws Refusal UNAVAILABLE if that can't be known now
     */
    public MailDomain of(String domain) {
        String name = normal(domain);
        String of = listed.aliases().get(name);
        if (of != null) {
            return new MailDomain.Alias(of);
        }
        InTables tables = listed.tables();
        if (name.isEmpty()
                || name.equalsIgnoreCase(listed.hostname())
                || isIn(listed.local(), name)
                || tables.local().map(table -> InTables.has(table, name)).orElse(false)
                || tables.virtual().find(name, false).isPresent()) {
            return new MailDomain.Local();
        }
        if (isIn(listed.relayed(), name) || InTables.has(tables.relayed(), name)) {
            return new MailDomain.Relayed();
        }
        boolean isListed = !listed.local().isEmpty() || tables.local().isPresent();
        return !isListed && (isDerived(name) || isElsewhere(name)) ? new MailDomain.Local() : new MailDomain.Foreign();
    }

    /** Whether mail for that domain ends here. */
    public boolean isLocal(String domain) {
        return switch (of(domain)) {
            case MailDomain.Local() -> true;
            case MailDomain.Alias(String target) -> isLocal(target);
            case MailDomain.Relayed(), MailDomain.Foreign() -> false;
        };
    }

    /** An address of an alias domain under the domain that it stands for; any other as it is. */
    public EnvelopeAddress canonical(EnvelopeAddress address) {
        return of(address.domain()) instanceof MailDomain.Alias(String target)
                ? new EnvelopeAddress(address.localPart(), target)
                : address;
    }

    private boolean isElsewhere(String name) {
        return elsewhere.map(accounts -> accounts.hasDomain(name)).orElse(false);
    }

    private static boolean isIn(Set<String> names, String name) {
        if (names.contains(name)) {
            return true;
        }
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            if (names.contains(name.substring(dot))) {
                return true;
            }
        }
        return false;
    }

    private boolean isDerived(String name) {
        Derived known = derived;
        boolean isFound = isIn(known.domains(), name);
        if (known.when().plus(isFound ? KEPT : KEPT_UNKNOWN).isAfter(clock.instant())) {
            return isFound;
        }
        return isIn(look(known), name);
    }

    private Set<String> look(Derived known) {
        looking.lock();
        try {
            if (derived.when().isAfter(known.when())) {
                return derived.domains(); // another has just looked
            }
            Set<String> found = store
                    .look(tx -> {
                        Set<String> all = new HashSet<>(tx.routing().domains());
                        // Also one that is only another name of one with addresses.
                        tx.domains().all().forEach(each -> all.add(each.name()));
                        return all;
                    })
                    .stream()
                    .map(MailDomains::normal)
                    .filter(each -> !each.isEmpty())
                    .collect(Collectors.toUnmodifiableSet());
            derived = new Derived(found, clock.instant());
            return found;
        } catch (Refusal refusal) {
            if (known.when().equals(Instant.EPOCH)) {
                throw refusal;
            }
            LOG.warn("which domains there are can't be told now: {}", refusal.text());
            return known.domains();
        } finally {
            looking.unlock();
        }
    }
}
