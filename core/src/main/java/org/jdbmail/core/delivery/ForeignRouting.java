package org.jdbmail.core.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbmail.core.directory.ForeignAccount;
import org.jdbmail.core.directory.ForeignAccounts;
import org.jdbmail.core.directory.ShadowAccounts;
import org.jdbmail.core.mail.AsciiCase;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Routing;
import org.jdbmail.core.store.User;

/**
 * What addresses mean where somebody else keeps them: asked before the transaction that resolves one, a level of aliases at a time, and
 * then given as if it stood in our tables. Aliases in our own table hold as well.
 */
final class ForeignRouting {
    /** As deep as aliases are followed. */
    private static final int MAX_DEPTH = 20;

    /** Names that one address may lead to. */
    private static final int MAX_NAMES = 2_000;

    private final ForeignAccounts accounts;
    private final ShadowAccounts shadows;

    ForeignRouting(ForeignAccounts accounts, ShadowAccounts shadows) {
        this.accounts = accounts;
        this.shadows = shadows;
    }

    /** What is known elsewhere of some names, and of all that they lead to. */
    Known known(Collection<String> names) {
        Map<String, List<String>> aliases = new HashMap<>();
        Map<String, User> users = new HashMap<>();
        Set<String> asked = new HashSet<>();
        List<String> level = List.copyOf(names);
        for (int depth = 0; depth <= MAX_DEPTH && !level.isEmpty() && asked.size() < MAX_NAMES; depth++) {
            asked.addAll(level);
            ForeignAccounts.Routes found = accounts.routes(level);
            aliases.putAll(found.aliases());
            found.accounts().forEach((name, some) -> keep(name, some, aliases, users));
            level = found.aliases().values().stream()
                    .flatMap(List::stream)
                    .map(AsciiCase::lower)
                    .filter(name -> !asked.contains(name))
                    .distinct()
                    .toList();
        }
        return new Known(aliases, users);
    }

    private void keep(
            String name, List<ForeignAccount> some, Map<String, List<String>> aliases, Map<String, User> users) {
        List<String> ids = new ArrayList<>();
        for (ForeignAccount account : some) {
            shadows.of(account).ifPresent(user -> {
                users.put(AsciiCase.lower(user.login()), user);
                if (!AsciiCase.same(user.login(), name)) {
                    ids.add(Long.toString(user.id()));
                }
            });
        }
        if (!ids.isEmpty()) {
            // An address of an account that is not its name is an alias to it.
            List<String> all = new ArrayList<>(aliases.getOrDefault(name, List.of()));
            all.addAll(ids);
            aliases.put(name, all);
        }
    }

    /**
     * What was found.
     *
     * @param aliases targets of aliases
     * @param users accounts by their names
     */
    record Known(Map<String, List<String>> aliases, Map<String, User> users) {
        /** Our own tables with this beside: accounts of ours that are not there elsewhere take no mail. */
        Routing beside(Routing own) {
            return new Routing() {
                @Override
                public Found find(Collection<String> names) {
                    return together(own.find(askedFor(names)), names);
                }

                @Override
                public Set<String> domains() {
                    return own.domains();
                }
            };
        }

        private Routing.Found together(Routing.Found ours, Collection<String> names) {
            List<Alias> all = new ArrayList<>(ours.aliases());
            Set<Long> ids = new HashSet<>();
            users.values().forEach(user -> ids.add(user.id()));
            for (String name : names) {
                aliases.getOrDefault(name, List.of()).forEach(target -> all.add(new Alias(name, target, 0)));
            }
            List<User> kept = ours.users().stream()
                    .filter(user -> ids.contains(user.id()) || user.login().equals(User.PUBLIC))
                    .toList();
            return new Routing.Found(all, kept, ours.inboxes());
        }

        /** The rows of accounts that the names lead to are asked for by their own names. */
        private Collection<String> askedFor(Collection<String> names) {
            Set<String> all = new HashSet<>(names);
            for (String name : names) {
                for (String target : aliases.getOrDefault(name, List.of())) {
                    users.forEach((login, user) -> {
                        if (Long.toString(user.id()).equals(target)) {
                            all.add(login);
                        }
                    });
                }
            }
            return all;
        }
    }
}
