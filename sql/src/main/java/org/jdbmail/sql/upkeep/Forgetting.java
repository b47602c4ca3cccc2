package org.jdbmail.sql.upkeep;

import static org.jdbmail.sql.jooq.Tables.JDBMAIL_MEMORY;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_QUEUE;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_QUEUE_RECIPIENT;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.Utc;
import org.jdbmail.sql.queue.QueueRows;
import org.jdbmail.sql.transaction.Transactions;
import org.jooq.impl.DSL;

/**
 * Takes away what deliveries have remembered for long enough ({@code jdbmail_memory}), and mail in the queue that is for nobody any more, a few rows at a
 * time.
 */
public final class Forgetting {
    /** Rows in one transaction, about: those of one second go together. */
    private static final int BATCH = 1_000;

    /** How old mail for nobody is left to those who may just be taking it out. */
    private static final Duration EMPTY = Duration.ofDays(1);

    private final Transactions transactions;

    public Forgetting(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Takes away whatever was to be kept until then at most; returns how many rows that were. */
    public long run(Instant now) {
        LocalDateTime end = Utc.of(now);
        long forgotten = 0;
        for (int some = forget(end); some > 0; some = forget(end)) {
            forgotten += some;
        }
        return forgotten + forgetEmptyMail(Utc.of(now.minus(EMPTY)));
    }

    /** Two nodes of a cluster that take out the last two recipients of a message each see that of the other, and leave it. */
    private int forgetEmptyMail(LocalDateTime before) {
        List<Long> empty = transactions.look(db -> db.dsl()
                .select(JDBMAIL_QUEUE.ID)
                .from(JDBMAIL_QUEUE)
                .where(JDBMAIL_QUEUE.CREATED.lt(before))
                .and(DSL.notExists(DSL.selectOne()
                        .from(JDBMAIL_QUEUE_RECIPIENT)
                        .where(JDBMAIL_QUEUE_RECIPIENT.QUEUE_ID.eq(JDBMAIL_QUEUE.ID))))
                .limit(BATCH)
                .fetch(JDBMAIL_QUEUE.ID));
        return empty.isEmpty() ? 0 : transactions.write(db -> QueueRows.removeEmpty(db, empty));
    }

    private int forget(LocalDateTime end) {
        return transactions.write(db -> forget(db, end));
    }

    private static int forget(Db db, LocalDateTime end) {
        List<LocalDateTime> oldest = db.dsl()
                .select(JDBMAIL_MEMORY.KEPT_UNTIL)
                .from(JDBMAIL_MEMORY)
                .where(JDBMAIL_MEMORY.KEPT_UNTIL.le(end))
                .orderBy(JDBMAIL_MEMORY.KEPT_UNTIL)
                .limit(BATCH)
                .fetch(JDBMAIL_MEMORY.KEPT_UNTIL);
        return oldest.isEmpty()
                ? 0
                : db.dsl()
                        .deleteFrom(JDBMAIL_MEMORY)
                        .where(JDBMAIL_MEMORY.KEPT_UNTIL.le(oldest.getLast()))
                        .execute();
    }
}
