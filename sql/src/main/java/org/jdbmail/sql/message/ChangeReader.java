package org.jdbmail.sql.message;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.store.MessageSink;
import org.jdbmail.core.store.Messages;
import org.jdbmail.sql.jdbc.Db;
import org.jspecify.annotations.Nullable;

/**
 * Brings an index of a mailbox up to date: one small statement when nothing changed, two more otherwise. The rows of the mailbox
 * come first, by themselves, and then what belongs to their ids.
 *
 * <p>Measured with a million messages in the mailbox: joined, PostgreSQL takes one changed message for ten thousand, and reads the
 * keywords of all accounts for them; SQLite does so once it has statistics. By hand: that is what the statements here are written out for.
 */
final class ChangeReader {
    /** Stands in the place of a status. */
    private static final int NO_MESSAGE = 99;

    /** Messages whose belongings are read at once. */
    private static final int CHUNK = 4_000;

    private static final String MESSAGES = "SELECT m.message_idnr, m.physmessage_id, " + Columns.FLAGS
            + ", m.recent_flag, m.seq, m.status FROM {messages} m WHERE m.mailbox_idnr = ? AND ";

    /**
     * How far tombstones are gone, as a row of its own kind: by the same look as the changes, or a purge could take tombstones away
     * between the two, and what they told of would be seen by nobody.
     */
    private static final String PURGED = " UNION ALL SELECT 0, 0, 0, 0, coalesce(max(purged_seq), 0), " + NO_MESSAGE
            + " FROM {+mailbox_state} WHERE mailbox_idnr = ?";

    /**
     * DBMail has more states than it shows; 2 and 3 are tombstones, and above is a message still being written. In no order: that
     * would be a reason to read the whole mailbox by its UIDs.
     */
    private static final String CHANGED = MESSAGES + "m.seq > ? AND m.status < 4" + PURGED;

    private static final String VISIBLE = MESSAGES + "m.status < 2 ORDER BY m.message_idnr";

    private static final String KEYWORDS =
            " UNION ALL SELECT 1, k.message_idnr, 0, 0, k.keyword FROM {keywords} k WHERE k.message_idnr";

    private final Db db;
    private final long seer;
    private final String belongings;

    /** @param seer who has a {@code \\Seen} of its own; 0 for nobody */
    ChangeReader(Db db, long seer) {
        this.db = db;
        this.seer = seer;
        this.belongings =
                "SELECT 0, p.id, coalesce(s.size, -1), " + db.dialect().epoch("p.internal_date")
                        + ", '' FROM {physmessage} p LEFT JOIN {+summary} s ON s.physmessage_id = p.id WHERE p.id";
    }

    /** A row of the mailbox, without what belongs to it. */
    private record Row(long uid, long physId, int flags, boolean recent, long seq, boolean expunged) {
        static Row of(ResultSet row) throws SQLException {
            return new Row(
                    row.getLong(1),
                    row.getLong(2),
                    row.getInt(3),
                    row.getInt(4) != 0,
                    Math.max(1, row.getLong(5)),
                    row.getInt(6) >= 2);
        }
    }

    /** Of a physical message. */
    private record Content(long size, long date) {}

    private record Keyword(long uid, String name) {}

    Optional<Messages.State> changesSince(long mailboxId, long since, MessageSink sink) {
        Optional<Messages.State> state = new MailboxRow(db).state(mailboxId);
        if (state.isEmpty() || since > 0 && state.get().seq() <= since) {
            return state;
        }
        if (since == 0) {
            List<Row> chunk = new ArrayList<>();
            List<List<Row>> chunks = new ArrayList<>();
            // All of them before the next statement: MySQL's connection is busy as long as rows come.
            db.each(
                    VISIBLE,
                    row -> {
                        if (chunk.size() == CHUNK) {
                            chunks.add(List.copyOf(chunk));
                            chunk.clear();
                        }
                        chunk.add(Row.of(row));
                    },
                    mailboxId);
            chunks.add(chunk);
            chunks.forEach(rows -> tell(rows, false, sink));
        } else {
            TreeMap<Long, Row> changed = new TreeMap<>();
            long[] purgedSeq = new long[1];
            db.each(
                    CHANGED,
                    row -> {
                        if (row.getInt(6) == NO_MESSAGE) {
                            purgedSeq[0] = row.getLong(5);
                        } else {
                            Row read = Row.of(row);
                            changed.put(read.uid, read);
                        }
                    },
                    mailboxId,
                    since,
                    mailboxId);
            List<Row> rows = List.copyOf(changed.values());
            for (int from = 0; from < rows.size(); from += CHUNK) {
                tell(rows.subList(from, Math.min(rows.size(), from + CHUNK)), true, sink);
            }
            return state.map(then -> new Messages.State(then.seq(), then.uidNext(), purgedSeq[0]));
        }
        return state;
    }

    private void tell(List<Row> rows, boolean tombstones, MessageSink sink) {
        if (rows.isEmpty()) {
            return;
        }
        Map<Long, @Nullable Content> contents = HashMap.newHashMap(rows.size());
        List<Long> uids = new ArrayList<>(rows.size());
        for (Row row : rows) {
            contents.put(row.physId, null);
            uids.add(row.uid);
        }
        List<Keyword> keywords = new ArrayList<>();
        db.eachOf(belongings, List.copyOf(contents.keySet()), KEYWORDS, uids, row -> {
            if (row.getInt(1) == 0) {
                contents.put(row.getLong(2), new Content(row.getLong(3), row.getLong(4)));
            } else {
                keywords.add(new Keyword(row.getLong(2), row.getString(5)));
            }
        });
        Set<Long> seen = seer == 0 ? Set.of() : new OwnSeen(db, seer).among(uids);
        for (Row row : rows) {
            Content content = contents.get(row.physId);
            if (content != null) {
                sink.message(
                        row.uid,
                        row.physId,
                        flags(row, seen),
                        row.recent,
                        row.seq,
                        content.size,
                        content.date,
                        row.expunged);
            } else if (tombstones) {
                // A row without a physical message is no message; if it was one, it is gone.
                sink.message(row.uid, row.physId, row.flags, row.recent, row.seq, -1, 0, true);
            }
        }
        keywords.forEach(keyword -> sink.keyword(keyword.uid, keyword.name));
    }

    private int flags(Row row, Set<Long> seen) {
        if (seer == 0) {
            return row.flags;
        }
        int bit = Flag.SEEN.bit();
        return seen.contains(row.uid) ? row.flags | bit : row.flags & ~bit;
    }

    NumberSet expungedSince(long mailboxId, long since) {
        NumberSet.Builder uids = new NumberSet.Builder();
        // The first condition lets SQLite see that the index of those rows has them all.
        db.each(
                "SELECT message_idnr FROM {messages} WHERE mailbox_idnr = ? AND status > 1 AND status < 4 AND seq > ?"
                        + " ORDER BY message_idnr",
                row -> uids.add(row.getLong(1)),
                mailboxId,
                since);
        return uids.build();
    }
}
