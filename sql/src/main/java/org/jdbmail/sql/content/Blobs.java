package org.jdbmail.sql.content;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jdbmail.core.content.Packing.Packed;
import org.jdbmail.sql.jdbc.Db;
import org.jspecify.annotations.Nullable;

/**
 * Bodies that many messages share, over {@code jdbmail_blob}: one row for each SHA-256 digest, which the database's unique
 * index sees to, so that two deliveries of the same attachment at the same moment store it once.
 *
 * <p>By hand: each delivery runs it, which {@code ./x bench --only lmtp} measures.
 */
final class Blobs {
    private static final int CHUNK = 200;

    private static final String VALUES = " {+blob} (digest, size, packing, data, created) VALUES (?, ?, ?, ?, ?)";

    private static final String INSERT_OR_FIND = "WITH made AS (INSERT INTO" + VALUES
            + " ON CONFLICT (digest) DO NOTHING RETURNING id)"
            + " SELECT id FROM made UNION ALL SELECT id FROM {+blob} WHERE digest = ? LIMIT 1";

    /** A blob to be stored; its size is that before it was packed. */
    record Row(int size, Packed packed) {}

    private final Db db;

    Blobs(Db db) {
        this.db = db;
    }

    /** The ids of those of these digests that are there. */
    Map<Digest, Long> find(Collection<Digest> digests) {
        Map<Digest, Long> found = new HashMap<>();
        List<Digest> all = List.copyOf(digests);
        for (int from = 0; from < all.size(); from += CHUNK) {
            List<Object> chunk = new ArrayList<>();
            all.subList(from, Math.min(all.size(), from + CHUNK)).forEach(digest -> chunk.add(digest.bytes()));
            db.each(
                    "SELECT digest, id FROM {+blob} WHERE digest IN ("
                            + String.join(",", Collections.nCopies(chunk.size(), "?")) + ")",
                    row -> found.put(Digest.of(row.getBytes(1)), row.getLong(2)),
                    chunk.toArray());
        }
        return found;
    }

    /** Stores a blob that wasn't there a moment ago, or finds that somebody else just did; its id. */
    long insert(Digest digest, int size, Packed packed) {
        byte[] key = digest.bytes();
        List<@Nullable Object> values =
                new ArrayList<>(List.of(key, (long) size, packed.packing().code(), packed.bytes(), Instant.now()));
        if (db.dialect().changesInSubqueries()) {
            values.add(key);
            Optional<Long> id = db.first(INSERT_OR_FIND, row -> row.getLong(1), values.toArray());
            if (id.isPresent()) {
                return id.get();
            }
            // Somebody else's, who committed while this statement waited for that, and which it does not see yet.
        } else {
            db.update(db.dialect().insertIgnore() + VALUES + db.dialect().orIgnore(), values.toArray());
        }
        return Optional.ofNullable(find(List.of(digest)).get(digest)).orElseThrow();
    }

    /** Stores many that weren't there a moment ago, in the order of their digests; the ids of all. */
    Map<Digest, Long> insertAll(SortedMap<Digest, Row> rows) {
        if (rows.isEmpty()) {
            return Map.of();
        }
        Instant now = Instant.now();
        List<@Nullable Object[]> values = new ArrayList<>(rows.size());
        rows.forEach((digest, row) -> values.add(new @Nullable Object[] {
            digest.bytes(), (long) row.size, row.packed.packing().code(), row.packed.bytes(), now
        }));
        db.batch(db.dialect().insertIgnore() + VALUES + db.dialect().orIgnore(), values);
        return find(rows.keySet());
    }
}
