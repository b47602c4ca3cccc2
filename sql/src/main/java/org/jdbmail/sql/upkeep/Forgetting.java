package org.jdbmail.sql.upkeep;

import static org.jdbmail.sql.jooq.Tables.JDBMAIL_MEMORY;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.Utc;
import org.jdbmail.sql.transaction.Transactions;

/** Takes away what deliveries have remembered for long enough ({@code jdbmail_memory}), a few rows at a time. */
public final class Forgetting {
    /** Rows in one transaction, about: those of one second go together. */
    private static final int BATCH = 1_000;

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
        return forgotten;
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
