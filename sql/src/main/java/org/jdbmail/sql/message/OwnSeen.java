package org.jdbmail.sql.message;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.UidCondition;

/**
 * What one user has read of the messages of others, over {@code jdbmail_seen}.
 *
 * <p>By hand: STORE and the look for changes take sets of UIDs of any form ({@link UidCondition}), which {@code ./x bench
 * growth} measures.
 */
final class OwnSeen {
    private static final int CHUNK = 4_000;

    private final Db db;
    private final long userId;

    OwnSeen(Db db, long userId) {
        this.db = db;
        this.userId = userId;
    }

    /** Those of the messages that the user has read. */
    Set<Long> among(List<Long> uids) {
        Set<Long> seen = new HashSet<>();
        for (List<Long> chunk : UidCondition.chunks(uids, CHUNK)) {
            db.eachOnce(
                    "SELECT message_idnr FROM {+seen} WHERE user_idnr = ? AND message_idnr IN ("
                            + db.dialect().ids(chunk) + ")",
                    row -> seen.add(row.getLong(1)),
                    userId);
        }
        return seen;
    }

    /** Notes that the user has read messages, of which none is noted yet. */
    void add(long mailboxId, Selection selection, NumberSet uids) {
        for (UidCondition condition : selection.conditions("m.message_idnr", uids)) {
            db.update(
                    "INSERT INTO {+seen} (user_idnr, message_idnr) SELECT u.user_idnr, m.message_idnr FROM {users} u,"
                            + " {messages} m WHERE u.user_idnr = ? AND m.mailbox_idnr = ? AND m.status < 2 AND ",
                    condition,
                    "",
                    userId,
                    mailboxId);
        }
    }

    /** Notes that the user has not read them. */
    void remove(Selection selection, NumberSet uids) {
        for (UidCondition condition : selection.conditions("message_idnr", uids)) {
            db.update("DELETE FROM {+seen} WHERE user_idnr = ? AND ", condition, "", userId);
        }
    }
}
