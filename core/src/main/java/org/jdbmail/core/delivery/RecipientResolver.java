package org.jdbmail.core.delivery;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jdbmail.core.mail.AsciiCase;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.store.Domains;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;
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
    private static final int MAX_DOMAINS = 5;

    private final Store store;
    private final boolean detailed;
    private final Optional<AliasFile> file;

    /** Targets that an alias of a file may lead to in all, and how deep it may go. */
    private static final int MOST_TARGETS = 1000;

    private static final int DEEPEST = 10;

    /** @param detailed whether {@code user+detail} is the same as {@code user}, and names a mailbox */
    public RecipientResolver(Store store, boolean detailed) {
        this(store, detailed, Optional.empty());
    }

    /** @param file aliases of this machine, for names that the database does not have */
    public RecipientResolver(Store store, boolean detailed, Optional<AliasFile> file) {
        this.store = store;
        this.detailed = detailed;
        this.file = file;
    }

    /**
     * Resolves an address.
     *
     * @throws Refusal LIMIT if it stands for too many others; UNAVAILABLE
     */
    public Resolution resolve(EnvelopeAddress address) {
        Resolution known = store.look(tx -> resolve(tx, address));
        if (!(known instanceof Resolution.Unknown) || file.isEmpty()) {
            return known;
        }
        Map<Long, Target> targets = new LinkedHashMap<>();
        Set<Forward> forwards = new LinkedHashSet<>();
        expand(file.get(), address, targets, forwards, 0);
        return targets.isEmpty() && forwards.isEmpty()
                ? known
                : new Resolution.Found(List.copyOf(targets.values()), List.copyOf(forwards));
    }

    private void expand(
            AliasFile aliases, EnvelopeAddress address, Map<Long, Target> targets, Set<Forward> forwards, int depth) {
        if (depth > DEEPEST || targets.size() + forwards.size() > MOST_TARGETS) {
            throw new Refusal(Reason.LIMIT, "is an alias of too many others");
        }
        for (String each : aliases.targets(address)) {
            if (each.startsWith("/")) {
                throw new Refusal(Reason.UNAVAILABLE, "is an alias of a file, into which nothing is written here");
            }
            if (each.startsWith("|")) {
                Forward.parse(each).ifPresent(forwards::add);
                continue;
            }
            EnvelopeAddress next = EnvelopeAddress.ofPlain(each);
            switch (store.look(tx -> resolve(tx, next))) {
                case Resolution.Found found -> {
                    found.targets().forEach(one -> targets.putIfAbsent(one.user().id(), one));
                    forwards.addAll(found.forwards());
                }
                case Resolution.Unknown() -> {
                    if (!aliases.targets(next).isEmpty()) {
                        expand(aliases, next, targets, forwards, depth + 1);
                    } else if (!next.domain().isEmpty()) {
                        forwards.add(new Forward.ToAddress(next));
                    }
                }
                case Resolution.Disabled() -> {}
                case Resolution.Endless() -> throw new Refusal(Reason.INVALID, "is an alias that leads round in a circle");
            }
        }
    }

    private Resolution resolve(Tx tx, EnvelopeAddress address) {
        return resolve(tx, address, MAX_DOMAINS);
    }

    private Resolution resolve(Tx tx, EnvelopeAddress address, int domains) {
        AddressCandidates names = AddressCandidates.of(address, detailed);
        Directory directory = new Directory(tx.routing());
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
        Optional<EnvelopeAddress> elsewhere = domains > 0 ? elsewhere(tx, address) : Optional.empty();
        if (elsewhere.isPresent() && resolve(tx, elsewhere.get(), domains - 1) instanceof Resolution.Found found) {
            return found;
        }
        for (String catchAll : names.catchAlls()) {
            if (aliases.follow(catchAll)) {
                return found(tx, directory, names, aliases.users(), aliases.forwards());
            }
        }
        return aliases.nothing();
    }

    /** The same address in the domain that is meant by its own. */
    private static Optional<EnvelopeAddress> elsewhere(Tx tx, EnvelopeAddress address) {
        return address.domain().isEmpty()
                ? Optional.empty()
                : tx.domains()
                        .find(AsciiCase.lower(address.domain()))
                        .map(Domains.Domain::aliasOf)
                        .filter(domain -> !domain.isEmpty())
                        .map(domain -> new EnvelopeAddress(address.localPart(), domain));
    }

    private static @Nullable User account(Directory directory, AddressCandidates names) {
        User user = directory.user(names.full());
        return user == null ? directory.user(names.base()) : user;
    }

    private static Resolution found(
            Tx tx, Directory directory, AddressCandidates names, List<User> users, List<Forward> forwards) {
        List<Target> targets = users.stream()
                .map(user -> new Target(user, names.detail(), mailbox(tx, directory, user, names.detail())))
                .toList();
        return new Resolution.Found(targets, forwards);
    }

    private static OptionalLong mailbox(Tx tx, Directory directory, User user, String detail) {
        OptionalLong inbox = directory.inbox(user.id());
        if (detail.isEmpty()) {
            return inbox;
        }
        return tx.mailboxes()
                .access(user.id(), user.id(), detail)
                .filter(Places::takesMail)
                .map(access -> OptionalLong.of(access.mailbox().id()))
                .orElse(inbox);
    }
}
