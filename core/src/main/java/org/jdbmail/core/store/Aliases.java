package org.jdbmail.core.store;

import java.util.Collection;
import java.util.List;

/** Aliases and forwards ({@code dbmail_aliases}). For the lookups of a delivery see {@link Routing}. */
public interface Aliases {
    /** The rows of an alias, whatever its case, oldest first. */
    List<Alias> find(String alias);

    /** The rows that deliver to that target, compared exactly, by alias. */
    List<Alias> deliveringTo(String target);

    /** The rows that deliver to any of these targets, at most a few hundred, by alias. */
    List<Alias> deliveringToAny(Collection<String> targets);

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
