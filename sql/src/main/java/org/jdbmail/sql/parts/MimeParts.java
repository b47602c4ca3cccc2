package org.jdbmail.sql.parts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.digest.TextDigest;
import org.jdbmail.sql.jdbc.Db;
import org.jspecify.annotations.Nullable;

/**
 * {@code dbmail_mimeparts}: headers and bodies of messages, each once for all messages that have it.
 *
 * <p>By hand: a delivery into DBMail's layout looks for its parts at once.
 */
final class MimeParts implements SharedTable<MimeParts.Part> {
    /** Up to so many bytes are compared here rather than in the database. */
    private static final int COMPARED_HERE = 64 * 1024;

    /** Hashes in one statement. */
    private static final int CHUNK = 200;

    /** Bytes that are sent in one go, about. */
    private static final int GO = 4 << 20;

    private static final String INSERT = "INSERT INTO {mimeparts} (hash, data, size) VALUES (?, ?, ?)";

    /** A part; equal to another with the same bytes, whatever the hash says. */
    @SuppressWarnings("ArrayRecordComponent") // equality is defined below, and the bytes are never changed
    record Part(String hash, byte[] data) {
        static Part of(TextDigest hash, byte[] data) {
            return new Part(hash.of(data), data);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Part part && hash.equals(part.hash) && Arrays.equals(data, part.data);
        }

        @Override
        public int hashCode() {
            return hash.hashCode();
        }
    }

    /** A row that has a part's hash and size. */
    @SuppressWarnings("ArrayRecordComponent") // read once, compared by hand
    private record Row(long id, long size, byte @Nullable [] data) {}

    @Override
    public boolean large(Part part) {
        return part.data.length > COMPARED_HERE;
    }

    @Override
    public Map<Part, Long> find(Db db, Collection<Part> parts, boolean newest) {
        Map<Part, Long> found = new HashMap<>();
        List<Part> all = List.copyOf(parts);
        for (int from = 0; from < all.size(); from += CHUNK) {
            List<Part> chunk = all.subList(from, Math.min(all.size(), from + CHUNK));
            Map<String, List<Row>> rows = rows(db, chunk, newest);
            for (Part part : chunk) {
                for (Row row : rows.getOrDefault(part.hash, List.of())) {
                    if (row.size == part.data.length && same(db, row, part)) {
                        found.put(part, row.id);
                        break;
                    }
                }
            }
        }
        return found;
    }

    /** One row of each hash and size: a store that doesn't look for what is there may have thousands. */
    private static Map<String, List<Row>> rows(Db db, List<Part> parts, boolean newest) {
        Map<String, List<Row>> rows = new HashMap<>();
        db.eachOnce(
                "SELECT m.id, m.hash, m.size, CASE WHEN m.size <= " + COMPARED_HERE + " THEN m.data END FROM (SELECT "
                        + (newest ? "max" : "min") + "(id) AS id FROM {mimeparts} WHERE hash IN ("
                        + String.join(",", Collections.nCopies(parts.size(), "?"))
                        + ") GROUP BY hash, size) f JOIN {mimeparts} m ON m.id = f.id",
                row -> rows.computeIfAbsent(row.getString(2).stripTrailing(), hash -> new ArrayList<>())
                        .add(new Row(row.getLong(1), row.getLong(3), row.getBytes(4))),
                parts.stream().map(Part::hash).toArray());
        return rows;
    }

    private static boolean same(Db db, Row row, Part part) {
        return row.data != null
                ? Arrays.equals(row.data, part.data)
                : db.first("SELECT 1 FROM {mimeparts} WHERE id = ? AND data = ?", at -> 1, row.id, part.data)
                        .isPresent();
    }

    @Override
    public long add(Db db, Part part) {
        return db.insert(INSERT, "id", part.hash, part.data, (long) part.data.length);
    }

    @Override
    public void addAll(Db db, Collection<Part> parts) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        long bytes = 0;
        for (Part part : parts) {
            rows.add(new @Nullable Object[] {part.hash, part.data, (long) part.data.length});
            bytes += part.data.length;
            if (bytes > GO) {
                db.batch(INSERT, rows);
                rows.clear();
                bytes = 0;
            }
        }
        db.batch(INSERT, rows);
    }
}
