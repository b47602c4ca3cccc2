package org.jdbmail.sql.delivery;

import java.sql.SQLException;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.sql.jdbc.Db;

/** Why a destination gets no message. */
final class Refusals {
    private Refusals() {}

    /** Whether a statement failed for what was in a row: SQLSTATE classes 22, data exception, and 23, constraint violation. */
    static boolean isRowRefused(RuntimeException refusal) {
        return refusal.getCause() instanceof SQLException failure
                && failure.getSQLState() != null
                && (failure.getSQLState().startsWith("22")
                        || failure.getSQLState().startsWith("23"));
    }

    static Refusal noMailbox() {
        return new Refusal(Reason.NOT_FOUND, "there is no such mailbox");
    }

    static Refusal leaseLost() {
        return new Refusal(Reason.IN_USE, "another process is at work on it");
    }

    static Refusal noAccount() {
        return new Refusal(Reason.NOT_FOUND, "there is no such account");
    }

    static Refusal full() {
        return new Refusal(Reason.OVER_QUOTA, "the account is over quota");
    }

    /** For an account that couldn't be charged: it is full, or gone. */
    static Refusal notCharged(Db db, long userId) {
        return db.first("SELECT 1 FROM {users} WHERE user_idnr = ?", row -> row.getInt(1), userId)
                        .isPresent()
                ? full()
                : noAccount();
    }
}
