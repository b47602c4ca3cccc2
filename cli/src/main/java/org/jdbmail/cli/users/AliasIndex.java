package org.jdbmail.cli.users;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbmail.core.mail.AsciiCase;
import org.jdbmail.core.store.Alias;

/** All aliases in memory, for listings of all users: asking the database for each user would take an hour for a large site. */
final class AliasIndex {
    private final Map<String, List<Alias>> byTarget;
    private final Set<String> names = new HashSet<>();
    private final List<Alias> rows;

    AliasIndex(List<Alias> rows) {
        this.rows = rows;
        this.byTarget = rows.stream().collect(Collectors.groupingBy(Alias::deliverTo));
        rows.forEach(row -> names.add(AsciiCase.lower(row.alias())));
    }

    List<Alias> deliveringTo(String target) {
        return byTarget.getOrDefault(target, List.of());
    }

    /** The rows that lead to a foreign address: neither to a user's id nor to another alias. */
    List<Alias> forwards() {
        return rows.stream()
                .filter(row -> !row.deliverTo().chars().allMatch(c -> c >= '0' && c <= '9'))
                .filter(row -> !names.contains(AsciiCase.lower(row.deliverTo())))
                .toList();
    }
}
