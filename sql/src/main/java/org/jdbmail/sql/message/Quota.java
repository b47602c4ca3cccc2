package org.jdbmail.sql.message;

import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.sql.jdbc.Db;

/**
 * What an account is charged for its mail: the sum of {@code messagesize}, kept in {@code curmail_size} with every change,
 * as DBMail keeps it.
 *
 * <p>By hand: each delivery runs it, which {@code ./x bench --only lmtp} measures (and EXPUNGE, COPY).
 */
public final class Quota {
    private static final String CHARGE = """
            UPDATE {users} SET curmail_size = curmail_size + ?
            WHERE user_idnr = ? AND (maxmail_size = 0 OR curmail_size + ? <= maxmail_size)""";

    private final Db db;

    public Quota(Db db) {
        this.db = db;
    }

    /** Charges octets if there is room for them; tells whether there was, and whether there is such an account at all. */
    public boolean charge(long userId, long octets) {
        return db.update(CHARGE, octets, userId, octets) > 0;
    }

    /** Charges octets. @throws Refusal OVER_QUOTA if there is no room for them */
    public void chargeOrRefuse(long userId, long octets) {
        if (!charge(userId, octets)) {
            throw new Refusal(Reason.OVER_QUOTA, "that would be over quota");
        }
    }

    /** Charges octets whether there is room or not; negative ones are given back. */
    public void adjust(long userId, long octets) {
        db.update(
                "UPDATE {users} SET curmail_size = CASE WHEN curmail_size + ? > 0 THEN curmail_size + ? ELSE 0 END"
                        + " WHERE user_idnr = ?",
                octets,
                octets,
                userId);
    }

    /** The account whose quota the mail of a mailbox counts against. */
    public long owner(long mailboxId) {
        return db.first("SELECT owner_idnr FROM {mailboxes} WHERE mailbox_idnr = ?", row -> row.getLong(1), mailboxId)
                .orElse(0L);
    }
}
