package org.jdbmail.sql.content;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbmail.mime.listing.MessageSummary;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.UidCondition;
import org.jspecify.annotations.Nullable;

/** Summaries of messages, over {@code jdbmail_summary}. */
public final class SummaryRows {
    /** How summaries are made; rows of another version are taken for missing and made anew. */
    private static final int VERSION = 1;

    /** The columns but the first, physmessage_id, in the order of {@link #values}. */
    public static final String COLUMNS =
            "version, size, line_count, envelope, bodystructure, subject, from_field, to_field, cc_field, message_id,"
                    + " sent_date";

    /** A parameter for each of these columns. */
    public static final String PARAMETERS = "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?";

    /** Ids in one statement. */
    private static final int CHUNK = 1_000;

    private static final LocalDateTime EARLIEST = LocalDateTime.of(1000, 1, 1, 0, 0);
    private static final LocalDateTime LATEST = LocalDateTime.of(9999, 12, 31, 23, 59, 59);

    private SummaryRows() {}

    /** The values of a row. */
    public static List<@Nullable Object> values(MessageSummary summary) {
        List<@Nullable Object> values = new ArrayList<>(11);
        values.add(VERSION);
        values.add((long) summary.size());
        values.add((long) summary.textLines());
        values.add(summary.envelope());
        values.add(summary.bodyStructure());
        values.add(summary.subject());
        values.add(summary.from());
        values.add(summary.to());
        values.add(summary.cc());
        values.add(cut(summary.messageId()));
        values.add(instant(summary.sentDate()));
        return values;
    }

    private static @Nullable String cut(@Nullable String text) {
        return text == null || text.length() <= MessageSummary.LONGEST_TEXT
                ? text
                : text.substring(0, MessageSummary.LONGEST_TEXT);
    }

    /** A date that every database can hold: anybody can write any year into a Date field. */
    private static @Nullable Instant instant(@Nullable OffsetDateTime date) {
        if (date == null) {
            return null;
        }
        LocalDateTime utc = date.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
        return utc.isBefore(EARLIEST) || utc.isAfter(LATEST) ? null : utc.toInstant(ZoneOffset.UTC);
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
            db.eachOnce("SELECT id FROM {physmessage} WHERE id IN (" + UidCondition.list(ids) + ")", row -> {
                MessageSummary summary = summaries.get(row.getLong(1));
                if (summary != null) {
                    there.put(row.getLong(1), summary);
                }
            });
            db.updateOnce("DELETE FROM {+summary} WHERE version <> " + VERSION + " AND physmessage_id IN ("
                    + UidCondition.list(ids) + ")");
        }
        there.forEach((id, summary) -> insert(db, id, summary));
    }

    /** Reads rows, one statement for a thousand. */
    static Map<Long, MessageSummary> read(Db db, Collection<Long> physIds) {
        Map<Long, MessageSummary> found = new HashMap<>();
        for (List<Long> ids : UidCondition.chunks(physIds, CHUNK)) {
            db.eachOf(
                    "SELECT physmessage_id, " + COLUMNS + " FROM {+summary} WHERE version = " + VERSION
                            + " AND physmessage_id",
                    ids,
                    "",
                    row -> found.put(row.getLong(1), summary(db, row)));
        }
        return found;
    }

    private static MessageSummary summary(Db db, ResultSet row) throws SQLException {
        return new MessageSummary(
                row.getInt(3),
                row.getInt(4),
                row.getBytes(5),
                row.getBytes(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                List.of(),
                List.of(),
                date(db, row));
    }

    private static @Nullable OffsetDateTime date(Db db, ResultSet row) throws SQLException {
        return switch (db.dialect()) {
            case POSTGRESQL, MYSQL -> {
                LocalDateTime utc = row.getObject(12, LocalDateTime.class);
                yield utc == null ? null : utc.atOffset(ZoneOffset.UTC);
            }
            case SQLITE -> {
                String text = row.getString(12);
                yield text == null
                        ? null
                        : Timestamp.valueOf(text).toLocalDateTime().atOffset(ZoneOffset.UTC);
            }
        };
    }
}
