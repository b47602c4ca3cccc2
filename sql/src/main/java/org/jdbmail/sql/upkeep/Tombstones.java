package org.jdbmail.sql.upkeep;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.UidCondition;
import org.jdbmail.sql.message.Recovery;
import org.jdbmail.sql.transaction.StepSize;
import org.jdbmail.sql.transaction.Transactions;

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
            int claimed = db.update(
                    "UPDATE {+upkeep} SET done = ? WHERE task = 'tombstones' AND done <= ?", now, now.minus(lifetime));
            if (claimed == 0) {
                db.update(
                        db.dialect().insertIgnore() + " {+upkeep} (task, done) VALUES ('tombstones', ?)"
                                + db.dialect().orIgnore(),
                        now);
            }
            return claimed > 0;
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
        for (long mailboxId : mailboxesWith(3)) {
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
        for (long mailboxId : mailboxesWith(2)) {
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
        return db.list(
                "SELECT message_idnr FROM {messages} m WHERE mailbox_idnr = ? AND status > 1 AND status = 2"
                        + " AND NOT EXISTS (SELECT 1 FROM {+expunge} e WHERE e.mailbox_idnr = m.mailbox_idnr AND e.seq = m.seq"
                        + " AND e.done > ?) LIMIT " + most,
                row -> row.getLong(1),
                mailboxId,
                keptSince);
    }

    private static void mark(Db db, List<Long> ids) {
        db.updateOnce("UPDATE {messages} SET status = 3 WHERE status = 2 AND message_idnr IN (" + UidCondition.list(ids)
                + ")");
    }

    private List<Long> mailboxesWith(int status) {
        // The first condition lets SQLite see that the index of those rows has them all.
        return transactions.read(db -> db.list(
                "SELECT DISTINCT mailbox_idnr FROM {messages} WHERE status > 1 AND status = " + status,
                row -> row.getLong(1)));
    }

    /** Nothing here reads more of the mailbox than the rows that go: it may have a million, and deliveries to it wait. */
    private static int purge(Db db, long mailboxId, int most) {
        db.list(
                "SELECT seq FROM {mailboxes} WHERE mailbox_idnr = ?"
                        + db.dialect().forUpdate(),
                row -> row.getLong(1),
                mailboxId);
        List<Tombstone> going = db.list(
                "SELECT message_idnr, seq FROM {messages} WHERE mailbox_idnr = ? AND status > 1 AND status = 3"
                        + db.dialect().unlessIdComesBack("{messages}", "message_idnr") + " LIMIT " + most,
                row -> new Tombstone(row.getLong(1), row.getLong(2)),
                mailboxId);
        if (going.isEmpty()) {
            return 0;
        }
        remember(db, mailboxId, going.stream().mapToLong(Tombstone::seq).max().orElse(0));
        List<Long> ids = going.stream().map(Tombstone::uid).toList();
        return db.updateOnce(
                "DELETE FROM {messages} WHERE status = 3 AND message_idnr IN (" + UidCondition.list(ids) + ")");
    }

    private record Tombstone(long uid, long seq) {}

    /** Lets the mailbox remember what it is about to forget: up to which seq, and how far its UIDs had come. */
    private static void remember(Db db, long mailboxId, long purgedSeq) {
        long uidNext = 1
                + db.first(
                                "SELECT message_idnr FROM {messages} WHERE mailbox_idnr = ?"
                                        + " ORDER BY message_idnr DESC LIMIT 1",
                                row -> row.getLong(1),
                                mailboxId)
                        .orElse(0L);
        int known = db.update("""
                UPDATE {+mailbox_state} SET
                  uid_next = CASE WHEN uid_next < ? THEN ? ELSE uid_next END,
                  purged_seq = CASE WHEN purged_seq < ? THEN ? ELSE purged_seq END
                WHERE mailbox_idnr = ?""", uidNext, uidNext, purgedSeq, purgedSeq, mailboxId);
        // MySQL counts only rows that became different.
        boolean there = known > 0
                || db.first("SELECT 1 FROM {+mailbox_state} WHERE mailbox_idnr = ?", row -> row.getInt(1), mailboxId)
                        .isPresent();
        if (!there) {
            db.update(
                    "INSERT INTO {+mailbox_state} (mailbox_idnr, uid_next, purged_seq) VALUES (?, ?, ?)",
                    mailboxId,
                    uidNext,
                    purgedSeq);
        }
    }
}
