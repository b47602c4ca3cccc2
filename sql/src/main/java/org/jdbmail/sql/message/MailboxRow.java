package org.jdbmail.sql.message;

import java.util.Optional;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Messages;
import org.jdbmail.sql.jdbc.Db;

/**
 * The row of a mailbox, which serves as its lock: whoever changes something in a mailbox raises {@code seq} first, and so
 * waits for whoever did before to commit. Where several rows are locked, mailboxes come before users, and each kind in
 * ascending order, so that nobody waits in a circle.
 *
 * <p>By hand: each delivery and each change raises a seq by it, which {@code ./x bench --only lmtp} and {@code growth} measure.
 */
public final class MailboxRow {
    private static final String SEQ = "SELECT seq FROM {mailboxes} WHERE mailbox_idnr = ? AND no_select < 2";

    private static final String STATE = """
            SELECT b.seq, coalesce(s.uid_next, 1), coalesce(s.purged_seq, 0), coalesce((
              SELECT m.message_idnr FROM {messages} m WHERE m.mailbox_idnr = b.mailbox_idnr
              ORDER BY m.message_idnr DESC LIMIT 1), 0)
            FROM {mailboxes} b LEFT JOIN {+mailbox_state} s ON s.mailbox_idnr = b.mailbox_idnr
            WHERE b.mailbox_idnr = ? AND b.no_select < 2""";

    private final Db db;

    public MailboxRow(Db db) {
        this.db = db;
    }

    /** The mailbox's seq alone. */
    Optional<Long> seq(long mailboxId) {
        return db.first(SEQ, row -> row.getLong(1), mailboxId);
    }

    /** Where the mailbox stands, in one statement. */
    public Optional<Messages.State> state(long mailboxId) {
        return db.first(
                STATE,
                row -> new Messages.State(row.getLong(1), Math.max(row.getLong(2), row.getLong(4) + 1), row.getLong(3)),
                mailboxId);
    }

    /** Raises the seq of a mailbox that can hold messages, and with it takes its lock; empty if there is none. */
    public Optional<Long> raiseIfThere(long mailboxId) {
        String next = db.dialect().returned("seq + 1");
        Optional<Long> seq = db.returning(
                "UPDATE {mailboxes} SET seq = " + next + " WHERE mailbox_idnr = ? AND no_select = 0", "seq", mailboxId);
        seq.ifPresent(raised -> db.touch(mailboxId));
        return seq;
    }

    /** Raises the seq of a mailbox. @throws Refusal NOT_FOUND */
    public long raise(long mailboxId) {
        return raiseIfThere(mailboxId).orElseThrow(() -> new Refusal(Reason.NOT_FOUND, "there is no such mailbox"));
    }

    /** Takes the lock of a mailbox for a change that its seq does not count. */
    public void lock(long mailboxId) {
        db.update("UPDATE {mailboxes} SET seq = seq WHERE mailbox_idnr = ?", mailboxId);
    }

    /** Takes back a raise under whose lock nothing was changed. */
    public void lower(long mailboxId) {
        db.update("UPDATE {mailboxes} SET seq = seq - 1 WHERE mailbox_idnr = ?", mailboxId);
    }
}
