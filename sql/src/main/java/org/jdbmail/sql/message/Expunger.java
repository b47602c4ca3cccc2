package org.jdbmail.sql.message;

import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.UidCondition;

/**
 * Takes messages out of a mailbox: they become tombstones, by which other sessions learn of it, and their octets go back
 * to the owner's quota.
 *
 * <p>By hand: EXPUNGE takes sets of UIDs of any form ({@link UidCondition}), which {@code ./x bench growth} measures.
 */
public final class Expunger {
    private static final String DELETED = " AND deleted_flag = 1";

    private final Db db;
    private final MailboxRow mailbox;
    private final Quota quota;

    public Expunger(Db db) {
        this.db = db;
        this.mailbox = new MailboxRow(db);
        this.quota = new Quota(db);
    }

    /** Expunges the visible messages among those UIDs, or those of them that are flagged as deleted. */
    public NumberSet expunge(long mailboxId, NumberSet uids, boolean onlyDeleted) {
        String only = onlyDeleted ? DELETED : "";
        // A look without the lock first: most CLOSE commands find nothing, and shall not wake anybody.
        if (Selection.load(db, mailboxId, uids, only).isEmpty()) {
            return NumberSet.EMPTY;
        }
        long seq = mailbox.raise(mailboxId);
        Selection selection = Selection.load(db, mailboxId, uids, only);
        if (selection.isEmpty()) {
            mailbox.lower(mailboxId);
            return NumberSet.EMPTY;
        }
        long octets = octets(mailboxId, selection);
        bury(mailboxId, seq, selection);
        Recovery.note(db, mailboxId, seq);
        // The account's row last, which deliveries wait for.
        quota.adjust(quota.owner(mailboxId), -octets);
        return selection.all();
    }

    /** Makes tombstones of a selection, under the mailbox's lock and with the seq that came with it. */
    void bury(long mailboxId, long seq, Selection selection) {
        for (UidCondition condition : selection.conditions("message_idnr", selection.all())) {
            db.update(
                    "UPDATE {messages} SET status = 2, seq = ? WHERE mailbox_idnr = ? AND status < 2 AND ",
                    condition,
                    selection.only(),
                    seq,
                    mailboxId);
        }
    }

    /** What a selection counts for against a quota. */
    long octets(long mailboxId, Selection selection) {
        long[] octets = new long[1];
        for (UidCondition condition : selection.conditions("m.message_idnr", selection.all())) {
            db.each(
                    "SELECT coalesce(sum(p.messagesize), 0) FROM {messages} m"
                            + " JOIN {physmessage} p ON p.id = m.physmessage_id"
                            + " WHERE m.mailbox_idnr = ? AND m.status < 2 AND ",
                    condition,
                    selection.only(),
                    row -> octets[0] += row.getLong(1),
                    mailboxId);
        }
        return octets[0];
    }
}
