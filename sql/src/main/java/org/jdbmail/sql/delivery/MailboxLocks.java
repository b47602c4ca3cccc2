package org.jdbmail.sql.delivery;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.UidCondition;
import org.jdbmail.sql.message.MailboxRow;

/**
 * The locks of the mailboxes that a delivery goes to, taken in ascending order: a single one by raising its seq at once, many by two
 * statements whatever their number. A mailbox that gets nothing keeps its seq.
 *
 * <p>By hand: each delivery runs it, which {@code ./x bench --only lmtp} measures.
 */
final class MailboxLocks {
    /** Ids in one statement. */
    private static final int CHUNK = 1_000;

    private final Db db;
    private final Map<Long, Long> seqs = new HashMap<>();
    private boolean isRaised;

    MailboxLocks(Db db) {
        this.db = db;
    }

    /** Takes the locks of those that are there. */
    void take(Collection<Long> mailboxes) {
        Set<Long> ids = new TreeSet<>(mailboxes);
        if (ids.size() == 1) {
            long id = ids.iterator().next();
            new MailboxRow(db).raiseIfThere(id).ifPresent(seq -> seqs.put(id, seq));
            isRaised = true;
            return;
        }
        for (List<Long> chunk : UidCondition.chunks(ids, CHUNK)) {
            db.eachOnce(
                    "SELECT mailbox_idnr, seq FROM {mailboxes} WHERE no_select = 0 AND mailbox_idnr IN ("
                            + db.dialect().ids(chunk) + ") ORDER BY mailbox_idnr"
                            + db.dialect().forUpdate(),
                    row -> seqs.put(row.getLong(1), row.getLong(2) + 1));
        }
    }

    /** Whether there is such a mailbox, and it takes messages. */
    boolean has(long mailboxId) {
        return seqs.containsKey(mailboxId);
    }

    /** The seq that new messages of a mailbox get. */
    long seq(long mailboxId) {
        return seqs.getOrDefault(mailboxId, 0L);
    }

    /** Raises the seq of the mailboxes that get something, and of no other. */
    void raise(Set<Long> used) {
        if (isRaised) {
            Set<Long> unused = new HashSet<>(seqs.keySet());
            unused.removeAll(used);
            unused.forEach(new MailboxRow(db)::lower);
            return;
        }
        for (List<Long> chunk : UidCondition.chunks(new TreeSet<>(used), CHUNK)) {
            db.updateOnce("UPDATE {mailboxes} SET seq = seq + 1 WHERE mailbox_idnr IN ("
                    + db.dialect().ids(chunk) + ")");
        }
        used.forEach(db::touch);
    }
}
