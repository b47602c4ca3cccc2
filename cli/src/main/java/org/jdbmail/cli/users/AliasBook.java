package org.jdbmail.cli.users;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.jdbmail.core.mail.AsciiCase;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.User;

/** Follows aliases to users and back, through aliases of aliases. */
final class AliasBook {
    /** DBMail follows no further. */
    private static final int MAX_DEPTH = 20;

    private AliasBook() {}

    /**
     * All aliases that lead to a user, by name.
     *
     * @param deliveringTo the rows that deliver to a target
     */
    static SortedSet<String> namesOf(User user, Function<String, List<Alias>> deliveringTo) {
        SortedSet<String> names = new TreeSet<>();
        List<String> targets = List.of(Long.toString(user.id()));
        for (int depth = 0; depth < MAX_DEPTH && !targets.isEmpty(); depth++) {
            List<String> next = new ArrayList<>();
            for (String target : targets) {
                for (Alias alias : deliveringTo.apply(target)) {
                    if (names.add(alias.alias())) {
                        next.add(alias.alias());
                    }
                }
            }
            targets = next;
        }
        return names;
    }

    /**
     * Where an alias leads to, as {@code -l} prints it: one line for all foreign addresses, and one for each user of another
     * name.
     *
     * @param find the rows of an alias
     * @param user the login of an account, or empty
     */
    static List<String> targetsOf(String address, Function<String, List<Alias>> find, LongFunction<String> user) {
        SortedSet<String> seen = new TreeSet<>();
        List<String> users = new ArrayList<>();
        List<String> foreign = new ArrayList<>();
        follow(address, find, user, seen, users, foreign);
        List<String> lines = new ArrayList<>();
        if (!foreign.isEmpty()) {
            lines.add("forward [" + address + "] to [" + String.join(",", foreign) + "]");
        }
        users.stream()
                .filter(login -> !login.equals(address))
                .forEach(login -> lines.add("deliver [" + address + "] to [" + login + "]"));
        return lines;
    }

    private static void follow(
            String address,
            Function<String, List<Alias>> find,
            LongFunction<String> user,
            SortedSet<String> seen,
            List<String> users,
            List<String> foreign) {
        if (!seen.add(AsciiCase.lower(address)) || seen.size() > 1000) {
            return;
        }
        for (Alias row : find.apply(address)) {
            String target = row.deliverTo();
            if (Aliasing.isUserId(target)) {
                String login = user.apply(Long.parseLong(target));
                if (!login.isEmpty()) {
                    users.add(login);
                }
            } else if (find.apply(target).isEmpty()) {
                foreign.add(target);
            } else {
                follow(target, find, user, seen, users, foreign);
            }
        }
    }

    /** All forwards as {@code -L} prints them: the alias and its targets. */
    static List<String> forwards(List<Alias> rows) {
        Map<String, List<String>> byAlias = rows.stream()
                .sorted(Comparator.comparing(Alias::alias))
                .collect(Collectors.groupingBy(
                        Alias::alias, LinkedHashMap::new, Collectors.mapping(Alias::deliverTo, Collectors.toList())));
        return byAlias.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + String.join(",", entry.getValue()))
                .toList();
    }
}
