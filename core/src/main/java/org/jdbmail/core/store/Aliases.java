package org.jdbmail.core.store;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Aliases and forwards ({@code dbmail_aliases}). For the lookups of a delivery see {@link Routing}. */
public interface Aliases {
    /** The rows of an alias, whatever its case, oldest first. */
    List<Alias> find(String alias);

    /** The rows that deliver to that target, compared exactly, by alias. */
    List<Alias> deliveringTo(String target);

    /** The rows that deliver to any of these targets, at most a few hundred, by alias. */
    List<Alias> deliveringToAny(Collection<String> targets);

    /**
     * A part of a list.
     *
     * @param total how many there are in all, as {@link Paging} counts them
     */
    record Page(long total, List<Alias> rows) {}

    /** What a page of rows is sorted by. */
    enum Order {
        ALIAS,
        TARGET
    }

    /**
     * Which rows are looked for.
     *
     * @param text what alias or target has in it, whatever its case; empty for all
     * @param domains only aliases of these; empty for all
     */
    record Search(
            String text, Optional<Set<String>> domains, Order order, boolean isDescending, int offset, int most) {}

    /** A page of rows. */
    Page search(Search search);

    /** Every row, by alias: for listings. */
    List<Alias> all();

    /** Adds a row. @throws org.jdbmail.core.mail.Refusal ALREADY_EXISTS if the very row is there */
    void add(Alias alias);

    /**
     * Removes rows.
     *
     * @param aliasGlob the alias, or a glob of {@code *} and {@code ?}
     * @param deliverTo the exact target
     * @return how many rows went
     */
    int remove(String aliasGlob, String deliverTo);

    /** Removes every row that delivers to that target; returns how many. */
    int removeDeliveringTo(String target);
}
