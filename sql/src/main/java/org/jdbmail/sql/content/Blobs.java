package org.jdbmail.sql.content;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.content.Packing.Packed;
import org.jdbmail.sql.jdbc.Db;

/**
 * Bodies that many messages share, over {@code jdbmail_blob}: one row for each SHA-256 digest, which the database's unique
 * index sees to, so that two deliveries of the same attachment at the same moment store it once.
 */
final class Blobs {
    private static final int CHUNK = 200;

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
        db.update(
                db.dialect().insertIgnore() + " {+blob} (digest, size, packing, data, created) VALUES (?, ?, ?, ?, ?)"
                        + db.dialect().orIgnore(),
                digest.bytes(),
                (long) size,
                packed.packing().code(),
                packed.bytes(),
                Instant.now());
        return Optional.ofNullable(find(List.of(digest)).get(digest)).orElseThrow();
    }
}
