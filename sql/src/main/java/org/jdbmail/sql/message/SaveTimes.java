package org.jdbmail.sql.message;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbmail.sql.jdbc.Db;
import org.jspecify.annotations.Nullable;

/**
 * When messages came into their mailboxes, over {@code jdbmail_saved}.
 *
 * <p>By hand: COPY and the FETCH of SAVEDATE take a whole mailbox at once, which {@code ./x bench growth} measures.
 */
final class SaveTimes {
    private final Db db;

    SaveTimes(Db db) {
        this.db = db;
    }

    void note(Collection<Long> uids, Instant when) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        uids.forEach(uid -> rows.add(new @Nullable Object[] {uid, when}));
        db.batch("INSERT INTO {+saved} (message_idnr, saved) VALUES (?, ?)", rows);
    }

    /** Notes all messages that a change has put into a mailbox. */
    void noteNew(long mailboxId, long seq, Instant when) {
        db.update(
                "INSERT INTO {+saved} (message_idnr, saved) SELECT message_idnr, "
                        + db.dialect().castTimestamp("?")
                        + " FROM {messages} WHERE mailbox_idnr = ? AND seq = ? AND status < 2",
                when,
                mailboxId,
                seq);
    }

    Map<Long, Long> of(long mailboxId) {
        Map<Long, Long> times = new HashMap<>();
        db.each(
                "SELECT m.message_idnr, " + db.dialect().epoch("s.saved") + " FROM {messages} m JOIN {+saved} s"
                        + " ON s.message_idnr = m.message_idnr WHERE m.mailbox_idnr = ? AND m.status < 2",
                row -> times.put(row.getLong(1), row.getLong(2)),
                mailboxId);
        return times;
    }
}
