package org.jdbmail.sql.message;

import java.util.Optional;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.store.MessageSink;
import org.jdbmail.core.store.Messages;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.RowConsumer;

/**
 * Brings an index of a mailbox up to date: one small statement when nothing changed, two more otherwise, for the messages and
 * for their keywords. Rows go from the driver to the sink without an object for each.
 */
final class ChangeReader {
    private static final String KEYWORDS =
            "SELECT k.message_idnr, k.keyword FROM {messages} m JOIN {keywords} k ON k.message_idnr = m.message_idnr"
                    + " WHERE m.mailbox_idnr = ? AND ";

    /** DBMail has more states than it shows; 2 and 3 are tombstones, and above is a message still being written. */
    private static final String CHANGED = "m.seq > ? AND m.status < 4";

    private static final String VISIBLE = "m.status < 2";

    private final Db db;
    private final String messages;

    ChangeReader(Db db) {
        this.db = db;
        this.messages = "SELECT m.message_idnr, m.physmessage_id, " + Columns.FLAGS
                + ", m.recent_flag, m.seq, coalesce(s.size, -1), "
                + db.dialect().epoch("p.internal_date")
                + ", m.status FROM {messages} m JOIN {physmessage} p ON p.id = m.physmessage_id"
                + " LEFT JOIN {+summary} s ON s.physmessage_id = m.physmessage_id WHERE m.mailbox_idnr = ? AND ";
    }

    Optional<Messages.State> changesSince(long mailboxId, long since, MessageSink sink) {
        Optional<Messages.State> state = new MailboxRow(db).state(mailboxId);
        if (state.isEmpty() || since > 0 && state.get().seq() <= since) {
            return state;
        }
        // The counter is an array since a lambda counts in it.
        int[] read = new int[1];
        RowConsumer message = row -> {
            read[0]++;
            sink.message(
                    row.getLong(1),
                    row.getLong(2),
                    row.getInt(3),
                    row.getInt(4) != 0,
                    Math.max(1, row.getLong(5)),
                    row.getLong(6),
                    row.getLong(7),
                    row.getInt(8) >= 2);
        };
        RowConsumer keyword = row -> sink.keyword(row.getLong(1), row.getString(2));
        if (since == 0) {
            db.each(messages + VISIBLE + " ORDER BY m.message_idnr", message, mailboxId);
            if (read[0] > 0) {
                db.each(KEYWORDS + VISIBLE, keyword, mailboxId);
            }
        } else {
            db.each(messages + CHANGED + " ORDER BY m.message_idnr", message, mailboxId, since);
            if (read[0] > 0) {
                db.each(KEYWORDS + CHANGED, keyword, mailboxId, since);
            }
        }
        return state;
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
