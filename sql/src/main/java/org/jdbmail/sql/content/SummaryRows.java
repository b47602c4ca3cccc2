package org.jdbmail.sql.content;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbmail.mime.charset.Texts;
import org.jdbmail.mime.listing.Listing;
import org.jdbmail.mime.listing.MessageSummary;
import org.jdbmail.mime.listing.SortKeys;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.RowConsumer;
import org.jdbmail.sql.jdbc.UidCondition;
import org.jspecify.annotations.Nullable;

/**
 * Summaries of messages, over {@code jdbmail_summary}.
 *
 * <p>By hand: FETCH of overviews reads it, which {@code ./x bench --only imap} measures.
 */
public final class SummaryRows {
    /** How summaries are made. Rows of earlier versions answer listings; for all else they are made anew. */
    private static final int VERSION = 2;

    /** The columns but the first, physmessage_id, in the order of {@link #values}. */
    public static final String COLUMNS =
            "version, size, line_count, envelope, bodystructure, subject, from_field, to_field, cc_field, message_id,"
                    + " sent_date, thread_id, sort_keys, preview";

    /** A parameter for each of these columns. */
    public static final String PARAMETERS = "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?";

    /** Ids in one statement. */
    private static final int CHUNK = 1_000;

    private static final LocalDateTime EARLIEST = LocalDateTime.of(1000, 1, 1, 0, 0);
    private static final LocalDateTime LATEST = LocalDateTime.of(9999, 12, 31, 23, 59, 59);

    private SummaryRows() {}

    /** The values of a row. */
    public static List<@Nullable Object> values(MessageSummary summary) {
        Listing listing = summary.listing();
        SortKeys keys = summary.keys();
        List<@Nullable Object> values = new ArrayList<>(15);
        values.add(VERSION);
        values.add((long) listing.size());
        values.add((long) listing.textLines());
        values.add(listing.envelope());
        values.add(listing.bodyStructure());
        values.add(summary.subject());
        values.add(summary.from());
        values.add(summary.to());
        values.add(summary.cc());
        values.add(cut(keys.messageId()));
        values.add(kept(keys.sent()));
        values.add(keys.threadId());
        values.add(SortKeysText.write(keys));
        values.add(summary.preview());
        return values;
    }

    private static @Nullable String cut(@Nullable String text) {
        return text == null ? null : Texts.cut(text, MessageSummary.LONGEST_TEXT);
    }

    /** A date that every database can hold: anybody can write any year into a Date field. */
    private static @Nullable Instant kept(@Nullable Instant date) {
        if (date == null) {
            return null;
        }
        LocalDateTime utc = LocalDateTime.ofInstant(date, ZoneOffset.UTC);
        return utc.isBefore(EARLIEST) || utc.isAfter(LATEST) ? null : date;
    }

    /** Writes a row. */
    static void insert(Db db, long physId, MessageSummary summary) {
        List<@Nullable Object> values = values(summary);
        values.addFirst(physId);
        db.update(
                db.dialect().insertIgnore() + " {+summary} (physmessage_id, " + COLUMNS + ") VALUES (?, " + PARAMETERS
                        + ")" + db.dialect().orIgnore(),
                values.toArray());
    }

    /** Writes rows where there are none. */
    static void insertMissing(Db db, Map<Long, MessageSummary> summaries) {
        Map<Long, MessageSummary> there = new HashMap<>();
        for (List<Long> ids : UidCondition.chunks(summaries.keySet(), CHUNK)) {
            // Only for messages that still are: a reference to one that was collected would fail them all.
            db.eachOnce(
                    "SELECT id FROM {physmessage} WHERE id IN (" + db.dialect().ids(ids) + ")", row -> {
                        MessageSummary summary = summaries.get(row.getLong(1));
                        if (summary != null) {
                            there.put(row.getLong(1), summary);
                        }
                    });
            db.updateOnce("DELETE FROM {+summary} WHERE version < " + VERSION + " AND physmessage_id IN ("
                    + db.dialect().ids(ids) + ")");
        }
        there.forEach((id, summary) -> insert(db, id, summary));
    }

    /** What listings show, one statement for a thousand. */
    static Map<Long, Listing> listings(Db db, Collection<Long> physIds) {
        Map<Long, Listing> found = HashMap.newHashMap(physIds.size());
        read(
                db,
                "size, line_count, envelope, bodystructure",
                1,
                physIds,
                row -> found.put(
                        row.getLong(1), new Listing(row.getInt(2), row.getInt(3), row.getBytes(4), row.getBytes(5))));
        return found;
    }

    /** What messages are sorted by, one statement for a thousand. */
    static Map<Long, SortKeys> sortKeys(Db db, Collection<Long> physIds) {
        Map<Long, SortKeys> found = HashMap.newHashMap(physIds.size());
        String date =
                "CASE WHEN sent_date IS NULL THEN NULL ELSE " + db.dialect().epoch("sent_date") + " END";
        read(
                db,
                "message_id, " + date + ", thread_id, sort_keys",
                VERSION,
                physIds,
                row -> found.put(
                        row.getLong(1),
                        SortKeysText.read(row.getString(5), row.getString(2), time(row, 3), row.getString(4))));
        return found;
    }

    /** The beginnings of texts, one statement for a thousand. */
    static Map<Long, String> previews(Db db, Collection<Long> physIds) {
        Map<Long, String> found = HashMap.newHashMap(physIds.size());
        read(db, "preview", VERSION, physIds, row -> found.put(row.getLong(1), row.getString(2)));
        return found;
    }

    private static void read(Db db, String columns, int version, Collection<Long> physIds, RowConsumer row) {
        for (List<Long> ids : UidCondition.chunks(physIds, CHUNK)) {
            db.eachOf(
                    "SELECT physmessage_id, " + columns + " FROM {+summary} WHERE version >= " + version
                            + " AND physmessage_id",
                    ids,
                    "",
                    row);
        }
    }

    private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
        long seconds = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochSecond(seconds);
    }
}
