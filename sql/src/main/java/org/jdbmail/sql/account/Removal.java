package org.jdbmail.sql.account;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_MAILBOXES;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_MESSAGES;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_PHYSMESSAGE;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_REMOVAL;

import java.math.BigDecimal;
import java.util.Optional;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.message.Quota;
import org.jdbmail.sql.transaction.StepSize;
import org.jdbmail.sql.transaction.Transactions;
import org.jooq.Condition;
import org.jooq.Record1;
import org.jooq.impl.DSL;

/**
 * Takes away mailboxes that were deleted and are too large to go at once: so many messages in a transaction that nobody waits long
 * for its locks, and their octets go back to the account with them.
 */
public final class Removal {
    /** Messages that go in one transaction at most. */
    public static final int PIECE = 1_000;

    private final Transactions transactions;
    private final StepSize size = new StepSize(PIECE);

    public Removal(Transactions transactions) {
        this.transactions = transactions;
    }

    private record Due(long mailboxId, long chargedId) {}

    /** Removes a piece of a mailbox, or one that is empty; false if there is none. */
    public boolean step() {
        Optional<Due> due = transactions.look(db -> db.dsl()
                .select(JDBMAIL_REMOVAL.MAILBOX_IDNR, JDBMAIL_REMOVAL.CHARGED_IDNR)
                .from(JDBMAIL_REMOVAL)
                .orderBy(JDBMAIL_REMOVAL.MAILBOX_IDNR)
                .limit(1)
                .fetchOptional(row -> new Due(row.value1(), row.value2())));
        due.ifPresent(found -> transactions.write(db -> size.run(rows -> remove(db, found, rows))));
        return due.isPresent();
    }

    private static boolean remove(Db db, Due due, int rows) {
        // Another process may be at the same piece: it has what is left, if anything is, when it is done.
        var row = db.dsl()
                .select(JDBMAIL_REMOVAL.MAILBOX_IDNR)
                .from(JDBMAIL_REMOVAL)
                .where(JDBMAIL_REMOVAL.MAILBOX_IDNR.eq(due.mailboxId));
        boolean isLeft = (db.dialect().locksRows() ? row.forUpdate() : row)
                .fetchOptional()
                .isPresent();
        if (!isLeft) {
            return false;
        }
        Optional<Long> last = db.dsl()
                .select(DBMAIL_MESSAGES.MESSAGE_IDNR)
                .from(DBMAIL_MESSAGES)
                .where(DBMAIL_MESSAGES.MAILBOX_IDNR.eq(due.mailboxId))
                .orderBy(DBMAIL_MESSAGES.MESSAGE_IDNR)
                .limit(1)
                .offset(rows - 1)
                .fetchOptional(Record1::value1);
        Condition piece = DBMAIL_MESSAGES
                .MAILBOX_IDNR
                .eq(due.mailboxId)
                .and(DBMAIL_MESSAGES.MESSAGE_IDNR.le(last.orElse(Long.MAX_VALUE)));
        long octets = db.dsl()
                .select(DSL.coalesce(DSL.sum(DBMAIL_PHYSMESSAGE.MESSAGESIZE), BigDecimal.ZERO))
                .from(DBMAIL_MESSAGES)
                .join(DBMAIL_PHYSMESSAGE)
                .on(DBMAIL_PHYSMESSAGE.ID.eq(DBMAIL_MESSAGES.PHYSMESSAGE_ID))
                .where(piece)
                .and(DBMAIL_MESSAGES.STATUS.lt((short) 2))
                .fetchSingle()
                .value1()
                .longValue();
        db.dsl().deleteFrom(DBMAIL_MESSAGES).where(piece).execute();
        if (last.isEmpty()) {
            db.dsl()
                    .deleteFrom(DBMAIL_MAILBOXES)
                    .where(DBMAIL_MAILBOXES.MAILBOX_IDNR.eq(due.mailboxId))
                    .execute();
        }
        // The account's row last, which its deliveries wait for.
        new Quota(db).adjust(due.chargedId, -octets);
        return true;
    }
}
