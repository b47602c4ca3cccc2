package org.jdbmail.core.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jdbmail.core.directory.ForeignAccounts;
import org.jdbmail.core.directory.ShadowAccounts;
import org.jdbmail.core.mail.AsciiCase;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.store.Domains;
import org.jdbmail.core.store.Routing;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;
import org.jdbmail.core.table.AddressMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whom an address means, in DBMail's order: alias, alias without {@code +detail}, account, account without
 * {@code +detail}, catch-all of the domain and then of its parents, catch-all of the local part. The first of these that
 * leads to an account or a foreign address counts. An account that is disabled is passed over where an alias leads to it;
 * under its own name it still takes mail, as it does with DBMail. Before the catch-alls, an address in a domain that is another name
 * of one ({@link org.jdbmail.core.store.Domains}) is resolved as the same address there.
 *
 * <p>An ordinary address costs one statement, one with a detail two.
 */
public final class RecipientResolver {
    /** Domains that are another name of one that is another name: more of them is a circle. */
    static final int MAX_DOMAINS = 5;

    private final Store store;
    private final boolean detailed;
    private final Optional<ForeignRouting> elsewhere;
    private final Optional<AliasFileExpansion> file;
    private final Optional<VirtualExpansion> virtual;
    private final Predicate<EnvelopeAddress> hasOwnWay;

    /**
     * @param detailed whether {@code user+detail} is the same as {@code user}, and names a mailbox
     * @param elsewhere who keeps accounts and addresses in place of our tables
     * @param file aliases of this machine, for names that the database does not have
     * @param virtual aliases that hold before the database's
     * @param hasOwnWay which addresses, of whatever domain, others take the mail of: they lead there and nowhere else
     */
    public RecipientResolver(
            Store store,
            boolean detailed,
            Optional<ForeignAccounts> elsewhere,
            Optional<AliasFile> file,
            Optional<AddressMap> virtual,
            Predicate<EnvelopeAddress> hasOwnWay) {
        this.hasOwnWay = hasOwnWay;
        this.store = store;
        this.detailed = detailed;
        this.elsewhere = elsewhere.map(accounts -> new ForeignRouting(accounts, new ShadowAccounts(store)));
        this.file = file.map(aliases -> new AliasFileExpansion(aliases, this::inTables));
        this.virtual = virtual.map(map -> new VirtualExpansion(map, this::elsewhere));
    }

    /** @param detailed whether {@code user+detail} is the same as {@code user}, and names a mailbox */
    public RecipientResolver(Store store, boolean detailed) {
        this(store, detailed, Optional.empty(), Optional.empty(), Optional.empty(), address -> false);
    }

    /**
     * Resolves an address.
     *
     * @throws org.jdbmail.core.mail.Refusal LIMIT if it stands for too many others; UNAVAILABLE
     */
    public Resolution resolve(EnvelopeAddress address) {
        return virtual.flatMap(aliases -> aliases.resolve(address)).orElseGet(() -> elsewhere(address));
    }

    /** Whether the aliases that hold before the database's have an address, in whatever domain. */
    boolean isVirtual(EnvelopeAddress address) {
        return virtual.map(aliases -> aliases.has(address)).orElse(false);
    }

    private Resolution elsewhere(EnvelopeAddress address) {
        if (hasOwnWay.test(address)) {
            return new Resolution.Found(List.of(), List.of(new Forward.Onward(address)));
        }
        Resolution known = inTables(address);
        return known instanceof Resolution.Unknown && file.isPresent()
                ? file.get().resolve(address)
                : known;
    }

    private Resolution inTables(EnvelopeAddress address) {
        AddressCandidates names = AddressCandidates.of(address, detailed);
        Optional<ForeignRouting.Known> known = elsewhere.map(source -> source.known(allNames(address, names)));
        return store.look(tx -> resolve(
                tx,
                address,
                names,
                known.map(found -> found.beside(tx.routing())).orElse(tx.routing()),
                MAX_DOMAINS));
    }

    /** The names of an address, and those that it has in the domains that its own is another name of. */
    private List<String> allNames(EnvelopeAddress address, AddressCandidates names) {
        List<String> all = new ArrayList<>(names.all());
        Optional<EnvelopeAddress> meant = Optional.of(address);
        for (int i = 0; i < MAX_DOMAINS && meant.isPresent(); i++) {
            EnvelopeAddress before = meant.get();
            meant = store.look(tx -> inMeantDomain(tx, before));
            meant.ifPresent(
                    found -> all.addAll(AddressCandidates.of(found, detailed).all()));
        }
        return all;
    }

    private Resolution resolve(Tx tx, EnvelopeAddress address, AddressCandidates names, Routing routing, int domains) {
        Lookups directory = new Lookups(routing);
        directory.ask(names.all());
        AliasExpansion aliases = new AliasExpansion(directory);
        if (aliases.follow(names.full()) || aliases.follow(names.base())) {
            List<User> users = aliases.users();
            User own = account(directory, names);
            // Who has a mailbox and a forward under one name gets both.
            return found(
                    tx,
                    directory,
                    names,
                    users.isEmpty() && own != null && own.active() ? List.of(own) : users,
                    aliases.forwards());
        }
        User user = account(directory, names);
        if (user != null) {
            return found(tx, directory, names, List.of(user), List.of());
        }
        Optional<EnvelopeAddress> meant = domains > 0 ? inMeantDomain(tx, address) : Optional.empty();
        if (meant.isPresent()) {
            AddressCandidates others = AddressCandidates.of(meant.get(), detailed);
            if (resolve(tx, meant.get(), others, routing, domains - 1) instanceof Resolution.Found found) {
                return found;
            }
        }
        for (String catchAll : names.catchAlls()) {
            if (aliases.follow(catchAll)) {
                return found(tx, directory, names, aliases.users(), aliases.forwards());
            }
        }
        return aliases.nothing();
    }

    /** The same address in the domain that is meant by its own. */
    static Optional<EnvelopeAddress> inMeantDomain(Tx tx, EnvelopeAddress address) {
        return address.domain().isEmpty()
                ? Optional.empty()
                : tx.domains()
                        .find(AsciiCase.lower(address.domain()))
                        .map(Domains.Domain::aliasOf)
                        .filter(domain -> !domain.isEmpty())
                        .map(domain -> new EnvelopeAddress(address.localPart(), domain));
    }

    private static @Nullable User account(Lookups directory, AddressCandidates names) {
        User user = directory.user(names.full());
        return user == null ? directory.user(names.base()) : user;
    }

    private static Resolution found(
            Tx tx, Lookups directory, AddressCandidates names, List<User> users, List<Forward> forwards) {
        List<Target> targets = users.stream()
                .map(user -> new Target(user, names.detail(), mailbox(tx, directory, user, names.detail())))
                .toList();
        return new Resolution.Found(targets, forwards);
    }

    private static OptionalLong mailbox(Tx tx, Lookups directory, User user, String detail) {
        OptionalLong inbox = directory.inbox(user.id());
        if (detail.isEmpty()) {
            return inbox;
        }
        return tx.mailboxes()
                .access(user.id(), user.id(), detail)
                .filter(PlaceFinder::takesMail)
                .map(access -> OptionalLong.of(access.mailbox().id()))
                .orElse(inbox);
    }
}
