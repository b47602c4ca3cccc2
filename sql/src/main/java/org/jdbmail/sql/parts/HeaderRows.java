package org.jdbmail.sql.parts;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbmail.core.digest.TextDigest;
import org.jdbmail.core.parts.HeaderCache;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.Dialect;
import org.jspecify.annotations.Nullable;

/**
 * What DBMail keeps of a message beside its parts: rows of {@code dbmail_header} with the values that they name, {@code
 * dbmail_referencesfield} and {@code dbmail_envelope}.
 *
 * <p>By hand: a delivery into DBMail's layout writes dozens of rows at once, in batches.
 */
final class HeaderRows {
    /** A row of {@code dbmail_header} but for its message. */
    private record Link(long name, long value) {}

    private final HeaderCache cache;
    private final TextDigest hash;
    private Set<Link> links = Set.of();

    HeaderRows(HeaderCache cache, TextDigest hash) {
        this.cache = cache;
        this.hash = hash;
    }

    /** Finds or adds the rows that other messages may have too. */
    void writeShared(Db db) {
        Map<HeaderCache.Value, HeaderValues.Text> texts = new LinkedHashMap<>();
        cache.values().forEach(value -> texts.put(value, text(db.dialect(), value)));
        Map<HeaderValues.Text, Long> values =
                SharedTable.idsOf(new HeaderValues(), db, new LinkedHashSet<>(texts.values()));
        Map<String, Long> names = names(db);
        Set<Link> wanted = new LinkedHashSet<>();
        texts.forEach((value, text) -> {
            Long name = names.get(value.name());
            Long id = values.get(text);
            if (name != null && id != null) {
                wanted.add(new Link(name, id));
            }
        });
        links = wanted;
    }

    private HeaderValues.Text text(Dialect dialect, HeaderCache.Value value) {
        String text = value.text().replace('\0', '?');
        String stored = cut(text, dialect.largestText());
        return new HeaderValues.Text(hash.of(stored), stored, value.sort().replace('\0', '?'), day(value.day()));
    }

    private static String cut(String text, int most) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= most) {
            return text;
        }
        int end = most;
        while ((bytes[end] & 0xc0) == 0x80) {
            end--;
        }
        return new String(Arrays.copyOf(bytes, end), StandardCharsets.UTF_8);
    }

    /** A day that every database can hold: anybody can write any year into a Date field. */
    private static @Nullable LocalDate day(@Nullable String text) {
        try {
            LocalDate day = text == null ? null : LocalDate.parse(text);
            return day == null || day.getYear() < 1000 || day.getYear() > 9999 ? null : day;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The ids of the fields' names. DBMail adds those that are missing whenever one of its programs starts. */
    private static Map<String, Long> names(Db db) {
        Map<String, Long> names = readNames(db);
        List<@Nullable Object[]> missing = new ArrayList<>();
        for (String name : HeaderCache.NAMES) {
            if (!names.containsKey(name)) {
                missing.add(new @Nullable Object[] {name});
            }
        }
        if (missing.isEmpty()) {
            return names;
        }
        db.batch(
                db.dialect().insertIgnore() + " {headername} (headername) VALUES (?)"
                        + db.dialect().orIgnore(),
                missing);
        return readNames(db);
    }

    private static Map<String, Long> readNames(Db db) {
        Map<String, Long> names = new HashMap<>();
        String name = db.dialect().folded("headername");
        String all = HeaderCache.NAMES.stream().collect(Collectors.joining("','", "'", "'"));
        db.each(
                "SELECT lower(headername), id FROM {headername} WHERE " + name + " IN (" + all + ")",
                row -> names.put(row.getString(1), row.getLong(2)));
        return names;
    }

    /** Writes the rows of one message. */
    void write(Db db, long physId) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        links.forEach(link -> rows.add(new @Nullable Object[] {physId, link.name, link.value}));
        db.batch("INSERT INTO {header} (physmessage_id, headername_id, headervalue_id) VALUES (?, ?, ?)", rows);
        List<@Nullable Object[]> references = new ArrayList<>();
        cache.references().forEach(id -> references.add(new @Nullable Object[] {physId, id.replace('\0', '?')}));
        // Two that MySQL's collation takes for the same are one row.
        db.batch(
                db.dialect().insertIgnore() + " {referencesfield} (physmessage_id, referencesfield) VALUES (?, ?)"
                        + db.dialect().orIgnore(),
                references);
        // One that is cut would be no ENVELOPE; where the row is missing, DBMail makes the ENVELOPE from the message.
        boolean fits = cache.envelope().getBytes(StandardCharsets.UTF_8).length
                <= db.dialect().largestText();
        if (fits) {
            db.update("INSERT INTO {envelope} (physmessage_id, envelope) VALUES (?, ?)", physId, cache.envelope());
        }
    }
}
