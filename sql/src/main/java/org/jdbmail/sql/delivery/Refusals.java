package org.jdbmail.sql.delivery;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_USERS;

import java.sql.SQLException;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.sql.jdbc.Db;

/** Why a destination gets no message. */
final class Refusals {
    /**
     * A condition, always true, that lets PostgreSQL wait for locks for some milliseconds only until the transaction ends: long
     * enough for another delivery to the same account to commit, and shorter than anybody notices.
     */
    static final String LOCK_TIMEOUT = "set_config('lock_timeout', '50', true) IS NOT NULL";

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private Refusals() {}

    /** Whether a statement failed for what was in a row: SQLSTATE classes 22, data exception, and 23, constraint violation. */
    static boolean isRowRefused(RuntimeException refusal) {
        return refusal.getCause() instanceof SQLException failure
                && failure.getSQLState() != null
                && (failure.getSQLState().startsWith("22")
                        || failure.getSQLState().startsWith("23"));
    }

    /** Whether a row that is needed was locked by somebody else for longer than {@link #LOCK_TIMEOUT}. */
    static boolean isLocked(RuntimeException refusal) {
        return refusal.getCause() instanceof SQLException failure && LOCK_NOT_AVAILABLE.equals(failure.getSQLState());
    }

    static Refusal noMailbox() {
        return new Refusal(Reason.NOT_FOUND, "there is no such mailbox");
    }

    static Refusal leaseLost() {
        return new Refusal(Reason.IN_USE, "another process is at work on it");
    }

    static Refusal expunged() {
        return new Refusal(Reason.EXPUNGED, "the message is gone");
    }

    static Refusal noAccount() {
        return new Refusal(Reason.NOT_FOUND, "there is no such account");
    }

    static Refusal full() {
        return new Refusal(Reason.OVER_QUOTA, "the account is over quota");
    }

    /** For an account that couldn't be charged: it is full, or gone. */
    static Refusal notCharged(Db db, long userId) {
        return db.dsl().fetchExists(DBMAIL_USERS, DBMAIL_USERS.USER_IDNR.eq(userId)) ? full() : noAccount();
    }
}
