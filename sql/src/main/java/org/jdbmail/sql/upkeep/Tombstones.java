package org.jdbmail.sql.upkeep;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_MAILBOXES;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_MESSAGES;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_EXPUNGE;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_MAILBOX_STATE;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.Utc;
import org.jdbmail.sql.message.Recovery;
import org.jdbmail.sql.transaction.StepSize;
import org.jdbmail.sql.transaction.Transactions;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * Buries tombstones for good, in DBMail's two steps: each run takes away those that the run before has marked (status 3)
 * and marks the others (status 2). So a client that was away has at least the time between two runs to learn what was
 * expunged; after that its mailbox remembers up to which MODSEQ it can't tell any more, and how far its UIDs had come.
 *
 * <p>When the last run was stands in the database ({@code jdbmail_upkeep}): a process that is started again every night goes
 * on with the time, and several processes don't cut it short for each other.
 */
public final class Tombstones {
    /** Rows in one transaction at most: few enough that nobody waits for it. */
    private static final int BATCH = 1_000;

    /** Rows that are looked up at once, beside those who write. */
    private static final int LOOK = 50_000;

    /** {@code status} of a message that was expunged. */
    private static final short EXPUNGED = 2;

    /** And of one that goes with the next run. */
    private static final short MARKED = 3;

    private static final String TASK = "tombstones";

    private final Transactions transactions;
    private final Duration undelete;
    private final StepSize purging = new StepSize(BATCH);
    private final StepSize marking = new StepSize(BATCH);
    private final StepSize forgetting = new StepSize(BATCH);

    /** @param undelete how long what was expunged can be had back: so long it stays, whoever runs this */
    public Tombstones(Transactions transactions, Duration undelete) {
        this.transactions = transactions;
        this.undelete = undelete;
    }

    /**
     * Runs if the last run of any process is so long ago; the first time only notes the time.
     *
     * @return how many rows were taken away
     */
    public long runIfDue(Instant now, Duration lifetime) {
        boolean isDue = transactions.write(db -> {
            boolean isClaimed = UpkeepTask.claim(db, TASK, now, lifetime);
            if (!isClaimed) {
                UpkeepTask.begin(db, TASK, now);
            }
            return isClaimed;
        });
        return isDue ? run() : 0;
    }

    /** Does both steps for all mailboxes, each in a transaction of its own; returns how many rows were taken away. */
    public long run() {
        return run(Instant.now());
    }

    /** The same as at that time: databases that keep whole seconds round the time of an expunge up. */
    public long run(Instant now) {
        Instant before = now.minus(undelete);
        long removed = purge(Long.MAX_VALUE, count -> {});
        mark(Long.MAX_VALUE, count -> {}, before);
        forget(before);
        return removed;
    }

    /**
     * Takes away what is marked, a few rows at a time.
     *
     * @param most how many at most
     * @param step told after each step how many rows went
     */
    public long purge(long most, LongConsumer step) {
        long removed = 0;
        for (long mailboxId : mailboxesWith(MARKED)) {
            removed += steps(purging, most - removed, step, (db, rows) -> purge(db, mailboxId, rows));
        }
        return removed;
    }

    /** Marks the others to go with the next {@link #purge}, a few rows at a time. */
    public long mark(long most, LongConsumer step) {
        return mark(most, step, Instant.now().minus(undelete));
    }

    private long mark(long most, LongConsumer step, Instant keptSince) {
        long marked = 0;
        for (long mailboxId : mailboxesWith(EXPUNGED)) {
            boolean goesOn = true;
            while (goesOn && marked < most) {
                int some = (int) Math.min(LOOK, most - marked);
                List<Long> ids = transactions.read(db -> unmarked(db, mailboxId, some, keptSince));
                inSteps(marking, ids, Tombstones::mark, step);
                marked += ids.size();
                goesOn = ids.size() == LOOK;
            }
        }
        return marked;
    }

    private void forget(Instant before) {
        boolean goesOn = true;
        while (goesOn) {
            List<Recovery.Noted> done = transactions.read(db -> Recovery.done(db, before, LOOK));
            inSteps(forgetting, done, Recovery::forget, count -> {});
            goesOn = done.size() == LOOK;
        }
    }

    /** Does something with all of them, a few in each transaction. */
    private <T> void inSteps(StepSize size, List<T> all, BiConsumer<Db, List<T>> step, LongConsumer told) {
        int done = 0;
        while (done < all.size()) {
            List<T> left = all.subList(done, all.size());
            int some = transactions.write(db -> size.run(rows -> {
                List<T> next = left.subList(0, Math.min(rows, left.size()));
                step.accept(db, next);
                return next.size();
            }));
            told.accept(some);
            done += some;
        }
    }

    /** Does something with at most so many rows, and says with how many it did. */
    private interface Step {
        int run(Db db, int rows);
    }

    private record Done(int rows, int most) {}

    /** Steps, each committed, until one finds less than it may take. */
    private long steps(StepSize size, long most, LongConsumer told, Step step) {
        long sum = 0;
        boolean goesOn = most > 0;
        while (goesOn) {
            long left = most - sum;
            Done done = transactions.write(db -> size.run(rows -> {
                int some = (int) Math.min(rows, left);
                return new Done(step.run(db, some), some);
            }));
            told.accept(done.rows);
            sum += done.rows;
            goesOn = done.rows == done.most && sum < most;
        }
        return sum;
    }

    /** Looked up where nobody waits for it: of what can be had back there may be any number, and it is looked at in each run. */
    private static List<Long> unmarked(Db db, long mailboxId, int most, Instant keptSince) {
        return db.dsl()
                .select(DBMAIL_MESSAGES.MESSAGE_IDNR)
                .from(DBMAIL_MESSAGES)
                .where(DBMAIL_MESSAGES.MAILBOX_IDNR.eq(mailboxId))
                .and(has(EXPUNGED))
                .andNotExists(DSL.selectOne()
                        .from(JDBMAIL_EXPUNGE)
                        .where(JDBMAIL_EXPUNGE.MAILBOX_IDNR.eq(DBMAIL_MESSAGES.MAILBOX_IDNR))
                        .and(JDBMAIL_EXPUNGE.SEQ.eq(DBMAIL_MESSAGES.SEQ))
                        .and(JDBMAIL_EXPUNGE.DONE.gt(Utc.of(keptSince))))
                .limit(most)
                .fetch(DBMAIL_MESSAGES.MESSAGE_IDNR);
    }

    private static void mark(Db db, List<Long> ids) {
        db.dsl()
                .update(DBMAIL_MESSAGES)
                .set(DBMAIL_MESSAGES.STATUS, MARKED)
                .where(DBMAIL_MESSAGES.STATUS.eq(EXPUNGED))
                .and(db.among(DBMAIL_MESSAGES.MESSAGE_IDNR, ids))
                .execute();
    }

    /** The first half lets SQLite see that the index of those rows has them all. */
    private static Condition has(short status) {
        return DBMAIL_MESSAGES.STATUS.gt(DSL.inline((short) 1)).and(DBMAIL_MESSAGES.STATUS.eq(DSL.inline(status)));
    }

    private List<Long> mailboxesWith(short status) {
        return transactions.read(db -> db.dsl()
                .selectDistinct(DBMAIL_MESSAGES.MAILBOX_IDNR)
                .from(DBMAIL_MESSAGES)
                .where(has(status))
                .fetch(DBMAIL_MESSAGES.MAILBOX_IDNR));
    }

    /** Nothing here reads more of the mailbox than the rows that go: it may have a million, and deliveries to it wait. */
    private static int purge(Db db, long mailboxId, int most) {
        db.lock(DBMAIL_MAILBOXES, DBMAIL_MAILBOXES.MAILBOX_IDNR.eq(mailboxId));
        List<Tombstone> going = db.dsl()
                .select(DBMAIL_MESSAGES.MESSAGE_IDNR, DBMAIL_MESSAGES.SEQ)
                .from(DBMAIL_MESSAGES)
                .where(DBMAIL_MESSAGES.MAILBOX_IDNR.eq(mailboxId))
                .and(has(MARKED))
                .and(db.unlessIdComesBack(DBMAIL_MESSAGES.MESSAGE_IDNR))
                .limit(most)
                .fetch(row -> new Tombstone(row.value1(), row.value2()));
        if (going.isEmpty()) {
            return 0;
        }
        remember(db, mailboxId, going.stream().mapToLong(Tombstone::seq).max().orElse(0));
        List<Long> ids = going.stream().map(Tombstone::uid).toList();
        return db.dsl()
                .deleteFrom(DBMAIL_MESSAGES)
                .where(DBMAIL_MESSAGES.STATUS.eq(MARKED))
                .and(db.among(DBMAIL_MESSAGES.MESSAGE_IDNR, ids))
                .execute();
    }

    private record Tombstone(long uid, long seq) {}

    /** Lets the mailbox remember what it is about to forget: up to which seq, and how far its UIDs had come. */
    private static void remember(Db db, long mailboxId, long purgedSeq) {
        long uidNext = 1
                + db.dsl()
                        .select(DBMAIL_MESSAGES.MESSAGE_IDNR)
                        .from(DBMAIL_MESSAGES)
                        .where(DBMAIL_MESSAGES.MAILBOX_IDNR.eq(mailboxId))
                        .orderBy(DBMAIL_MESSAGES.MESSAGE_IDNR.desc())
                        .limit(1)
                        .fetchOptional(DBMAIL_MESSAGES.MESSAGE_IDNR)
                        .orElse(0L);
        Condition which = JDBMAIL_MAILBOX_STATE.MAILBOX_IDNR.eq(mailboxId);
        int known = db.dsl()
                .update(JDBMAIL_MAILBOX_STATE)
                .set(JDBMAIL_MAILBOX_STATE.UID_NEXT, atLeast(JDBMAIL_MAILBOX_STATE.UID_NEXT, uidNext))
                .set(JDBMAIL_MAILBOX_STATE.PURGED_SEQ, atLeast(JDBMAIL_MAILBOX_STATE.PURGED_SEQ, purgedSeq))
                .where(which)
                .execute();
        // MySQL counts only rows that became different.
        if (known == 0 && !db.dsl().fetchExists(JDBMAIL_MAILBOX_STATE, which)) {
            db.dsl()
                    .insertInto(
                            JDBMAIL_MAILBOX_STATE,
                            JDBMAIL_MAILBOX_STATE.MAILBOX_IDNR,
                            JDBMAIL_MAILBOX_STATE.UID_NEXT,
                            JDBMAIL_MAILBOX_STATE.PURGED_SEQ)
                    .values(mailboxId, uidNext, purgedSeq)
                    .execute();
        }
    }

    private static Field<Long> atLeast(Field<Long> column, long value) {
        return DSL.when(column.lt(value), value).otherwise(column);
    }
}
