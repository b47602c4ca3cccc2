package org.jdbmail.core.table;

import java.util.List;
import java.util.Optional;

/** A table of values by key. Safe for any number of threads. */
@FunctionalInterface
public interface LookupTable {
    /** One with nothing in it. */
    LookupTable EMPTY = (key, isPart) -> Optional.empty();

    /**
     * The value of a key, whose case does not matter.
     *
     * @param isPart whether the key is only a part of what is looked for, as the domain of an address; tables of patterns and networks,
     *     which see parts for themselves, have no value for one
     * @throws org.jdbmail.core.mail.Refusal UNAVAILABLE if the table can't be read now
     */
    Optional<String> find(String key, boolean isPart);

    /** The value of the first of some keys that has one: of a whole, and then of parts of it. */
    default Optional<String> first(String whole, List<String> parts) {
        Optional<String> found = find(whole, false);
        for (int i = 0; i < parts.size() && found.isEmpty(); i++) {
            found = find(parts.get(i), true);
        }
        return found;
    }
}
