package org.jdbmail.sql.account;

import java.util.Optional;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.message.Quota;
import org.jdbmail.sql.transaction.Transactions;

/**
 * Takes away mailboxes that were deleted and are too large to go at once: so many messages in a transaction that nobody waits long
 * for its locks, and their octets go back to the account with them.
 */
public final class Removal {
    /** Messages that go in one transaction. */
    public static final int PIECE = 1_000;

    private static final String NEXT = "SELECT mailbox_idnr, charged_idnr FROM {+removal} ORDER BY mailbox_idnr LIMIT 1";

    private static final String LAST = "SELECT message_idnr FROM {messages} WHERE mailbox_idnr = ?"
            + " ORDER BY message_idnr LIMIT 1 OFFSET " + (PIECE - 1);

    private static final String OCTETS =
            "SELECT coalesce(sum(p.messagesize), 0) FROM {messages} m JOIN {physmessage} p ON p.id = m.physmessage_id"
                    + " WHERE m.mailbox_idnr = ? AND m.message_idnr <= ? AND m.status < 2";

    private final Transactions transactions;

    public Removal(Transactions transactions) {
        this.transactions = transactions;
    }

    private record Due(long mailboxId, long chargedId) {}

    /** Removes a piece of a mailbox, or one that is empty; false if there is none. */
    public boolean step() {
        Optional<Due> due =
                transactions.look(db -> db.first(NEXT, row -> new Due(row.getLong(1), row.getLong(2))));
        due.ifPresent(found -> transactions.write(db -> remove(db, found)));
        return due.isPresent();
    }

    private static boolean remove(Db db, Due due) {
        // Another process may be at the same piece: it has what is left, if anything is, when it is done.
        boolean isLeft = db.first(
                        "SELECT mailbox_idnr FROM {+removal} WHERE mailbox_idnr = ?"
                                + db.dialect().forUpdate(),
                        row -> true,
                        due.mailboxId)
                .isPresent();
        if (!isLeft) {
            return false;
        }
        long last = db.first(LAST, row -> row.getLong(1), due.mailboxId).orElse(Long.MAX_VALUE);
        long octets =
                db.first(OCTETS, row -> row.getLong(1), due.mailboxId, last).orElse(0L);
        db.update("DELETE FROM {messages} WHERE mailbox_idnr = ? AND message_idnr <= ?", due.mailboxId, last);
        if (last == Long.MAX_VALUE) {
            db.update("DELETE FROM {mailboxes} WHERE mailbox_idnr = ?", due.mailboxId);
        }
        // The account's row last, which its deliveries wait for.
        new Quota(db).adjust(due.chargedId, -octets);
        return true;
    }
}
