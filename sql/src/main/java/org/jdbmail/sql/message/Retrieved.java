package org.jdbmail.sql.message;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_MESSAGES;
import static org.jooq.impl.DSL.max;

import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.UidCondition;

/** Which messages POP3 has given out: their {@code status} is 1, as DBMail's POP3 has it. IMAP does not look at it. */
final class Retrieved {
    private static final short STATUS = 1;

    private final Db db;

    Retrieved(Db db) {
        this.db = db;
    }

    /** The UID of the newest; 0 for none. */
    long last(long mailboxId) {
        Long newest = db.dsl()
                .select(max(DBMAIL_MESSAGES.MESSAGE_IDNR))
                .from(DBMAIL_MESSAGES)
                .where(DBMAIL_MESSAGES.MAILBOX_IDNR.eq(mailboxId).and(DBMAIL_MESSAGES.STATUS.eq(STATUS)))
                .fetchOne(0, Long.class);
        return newest == null ? 0 : newest;
    }

    /** Notes them. By hand, for sets of any form. */
    void note(long mailboxId, NumberSet uids) {
        new MailboxRow(db).lock(mailboxId);
        for (UidCondition condition : UidCondition.of("message_idnr", uids)) {
            db.update(
                    "UPDATE {messages} SET status = 1 WHERE mailbox_idnr = ? AND status = 0 AND ",
                    condition,
                    "",
                    mailboxId);
        }
    }
}
