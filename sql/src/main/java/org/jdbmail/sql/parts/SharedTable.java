package org.jdbmail.sql.parts;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbmail.sql.jdbc.Db;

/**
 * A table of DBMail's whose rows many messages share. It has no unique key: two deliveries at the same moment may add the
 * same row twice, which costs space and does no other harm.
 *
 * @param <K> what a row holds
 */
interface SharedTable<K> {
    /** Keys that are added one at a time, as many round trips as that takes; more are added together. */
    int FEW = 2;

    /**
     * The ids of those keys that are there.
     *
     * @param newest of several rows with the same hash the one that was added last; otherwise the first
     */
    Map<K, Long> find(Db db, Collection<K> keys, boolean newest);

    /** Adds a row and returns its id. */
    long add(Db db, K key);

    /** Adds rows. */
    void addAll(Db db, Collection<K> keys);

    /** Whether a row is so large that it should not be compared with what is there more than once. */
    boolean large(K key);

    /** Finds or adds rows for keys that are all different; in three statements for any number of small ones. */
    static <K> Map<K, Long> idsOf(SharedTable<K> table, Db db, Collection<K> keys) {
        Map<K, Long> ids = new HashMap<>(table.find(db, keys, false));
        List<K> missing = keys.stream().filter(key -> !ids.containsKey(key)).toList();
        List<K> small = missing.stream().filter(key -> !table.large(key)).toList();
        if (small.size() > FEW) {
            table.addAll(db, small);
            ids.putAll(table.find(db, small, true));
        }
        for (K key : missing) {
            if (!ids.containsKey(key)) {
                ids.put(key, table.add(db, key));
            }
        }
        return ids;
    }
}
