package org.jdbmail.sql.parts;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbmail.sql.jdbc.Db;
import org.jspecify.annotations.Nullable;

/**
 * {@code dbmail_headervalue}: decoded values of header fields, each once for all messages and fields that have it. As with
 * DBMail, the text alone tells values apart; how it sorts is that of the field that had it first.
 *
 * <p>By hand: a delivery into DBMail's layout looks for dozens of values at once; PartsRoundTripTest and StatementCountTest
 * hold how often.
 */
final class HeaderValues implements SharedTable<HeaderValues.Text> {
    /** Hashes in one statement. */
    private static final int CHUNK = 200;

    private static final String INSERT =
            "INSERT INTO {headervalue} (hash, headervalue, sortfield, datefield) VALUES (?, ?, ?, ?)";

    /** A value; equal to another with the same text. */
    record Text(
            String hash, String text, String sort, @Nullable LocalDate day) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Text value && text.equals(value.text);
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }
    }

    @Override
    public boolean large(Text value) {
        return false;
    }

    @Override
    public Map<Text, Long> find(Db db, Collection<Text> values, boolean newest) {
        Map<String, Long> ids = new HashMap<>();
        List<Text> all = List.copyOf(values);
        for (int from = 0; from < all.size(); from += CHUNK) {
            List<Text> chunk = all.subList(from, Math.min(all.size(), from + CHUNK));
            db.eachOnce(
                    "SELECT v.id, v.headervalue FROM (SELECT " + (newest ? "max" : "min")
                            + "(id) AS id FROM {headervalue} WHERE hash IN ("
                            + String.join(",", Collections.nCopies(chunk.size(), "?"))
                            + ") GROUP BY hash) f JOIN {headervalue} v ON v.id = f.id",
                    row -> ids.put(new String(row.getBytes(2), StandardCharsets.UTF_8), row.getLong(1)),
                    chunk.stream().map(Text::hash).toArray());
        }
        Map<Text, Long> found = new HashMap<>();
        for (Text value : all) {
            Long id = ids.get(value.text);
            if (id != null) {
                found.put(value, id);
            }
        }
        return found;
    }

    @Override
    public long add(Db db, Text value) {
        return db.insert(INSERT, "id", row(db, value));
    }

    @Override
    public void addAll(Db db, Collection<Text> values) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        values.forEach(value -> rows.add(row(db, value)));
        db.batch(INSERT, rows);
    }

    private static @Nullable Object[] row(Db db, Text value) {
        Object day = value.day == null ? null : db.dialect().day(value.day);
        return new @Nullable Object[] {value.hash, db.dialect().dbmailText(value.text), value.sort, day};
    }
}
