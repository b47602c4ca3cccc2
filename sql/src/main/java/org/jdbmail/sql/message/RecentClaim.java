package org.jdbmail.sql.message;

import java.util.stream.LongStream;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.sql.jdbc.Db;

/**
 * Claims recent messages for one session: of several that ask at the same time, one gets each. That is no change of a message
 * that anybody need hear of, and leaves its seq as it is.
 *
 * <p>Who claims holds the mailbox's lock, as everybody who changes several of its messages: else two of them could wait for
 * each other.
 *
 * <p>By hand: each SELECT runs it, which {@code ./x bench growth} measures.
 */
final class RecentClaim {
    private static final String CLAIM = "UPDATE {messages} SET recent_flag = 0";

    private static final String RECENT =
            " WHERE {messages}.mailbox_idnr = ? AND message_idnr >= ? AND status < 2 AND recent_flag = 1";

    private static final String RETURNING = " RETURNING message_idnr";

    private static final String UNDER_LOCK = "WITH box AS MATERIALIZED ("
            + "SELECT mailbox_idnr FROM {mailboxes} WHERE mailbox_idnr = ? FOR NO KEY UPDATE) ";

    private final Db db;

    RecentClaim(Db db) {
        this.db = db;
    }

    /** Claims those of the mailbox from a UID on. */
    NumberSet claim(long mailboxId, long fromUid) {
        LongStream.Builder claimed = LongStream.builder();
        if (!db.dialect().returnsUpdates()) {
            new MailboxRow(db).lock(mailboxId);
            db.each(
                    "SELECT message_idnr FROM {messages}" + RECENT,
                    row -> claimed.add(row.getLong(1)),
                    mailboxId,
                    fromUid);
            db.update(CLAIM + RECENT, mailboxId, fromUid);
        } else if (db.dialect().locksRows()) {
            db.each(
                    UNDER_LOCK + CLAIM + " FROM box" + RECENT + " AND {messages}.mailbox_idnr = box.mailbox_idnr"
                            + RETURNING,
                    row -> claimed.add(row.getLong(1)),
                    mailboxId,
                    mailboxId,
                    fromUid);
        } else {
            // Whoever writes is alone.
            db.each(CLAIM + RECENT + RETURNING, row -> claimed.add(row.getLong(1)), mailboxId, fromUid);
        }
        return NumberSet.of(claimed.build().toArray());
    }
}
