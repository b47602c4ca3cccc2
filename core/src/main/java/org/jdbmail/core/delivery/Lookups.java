package org.jdbmail.core.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jdbmail.core.mail.AsciiCase;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Routing;
import org.jdbmail.core.store.User;
import org.jspecify.annotations.Nullable;

/** What has been looked up of the accounts and aliases while one address is resolved: every name is asked for once. */
final class Lookups {
    private static final int AT_ONCE = 32;

    private final Routing routing;
    private final Set<String> asked = new HashSet<>();
    private final Map<String, List<Alias>> aliases = new HashMap<>();
    private final Map<String, User> byLogin = new HashMap<>();
    private final Map<Long, User> byId = new HashMap<>();
    private final Map<Long, Long> inboxes = new HashMap<>();

    Lookups(Routing routing) {
        this.routing = routing;
    }

    /** Looks up those names that were not asked for before; they are in lower case. */
    void ask(Collection<String> names) {
        List<String> missing = new ArrayList<>();
        for (String name : names) {
            if (asked.add(name)) {
                missing.add(name);
            }
        }
        for (int from = 0; from < missing.size(); from += AT_ONCE) {
            keep(routing.find(missing.subList(from, Math.min(missing.size(), from + AT_ONCE))));
        }
    }

    private void keep(Routing.Found found) {
        for (Alias alias : found.aliases()) {
            // DBMail passes over rows that name themselves.
            if (!AsciiCase.same(alias.alias(), alias.deliverTo())) {
                aliases.computeIfAbsent(lower(alias.alias()), name -> new ArrayList<>())
                        .add(alias);
            }
        }
        for (User user : found.users()) {
            byLogin.put(lower(user.login()), user);
            byId.put(user.id(), user);
        }
        inboxes.putAll(found.inboxes());
    }

    /** The targets of an alias. */
    List<String> targetsOf(String alias) {
        return aliases.getOrDefault(alias, List.of()).stream()
                .map(Alias::deliverTo)
                .toList();
    }

    /** The account of that name, but never the two that nobody can read. */
    @Nullable
    User user(String login) {
        User user = byLogin.get(login);
        return user == null || isNobodys(user) ? null : user;
    }

    /** The account with that id, as {@link #user(String)}. */
    @Nullable
    User user(long id) {
        User user = byId.get(id);
        return user == null || isNobodys(user) ? null : user;
    }

    private static boolean isNobodys(User user) {
        return user.login().equals(User.ANYONE) || user.login().equals(User.INTERNAL_DELIVERY);
    }

    OptionalLong inbox(long userId) {
        Long inbox = inboxes.get(userId);
        return inbox == null ? OptionalLong.empty() : OptionalLong.of(inbox);
    }

    static String lower(String name) {
        return AsciiCase.lower(name);
    }
}
