package org.jdbmail.bench;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.index.MailboxIndex;
import org.jdbmail.core.index.MailboxIndexes;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.Messages;
import org.jdbmail.core.store.Messages.FlagMode;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.account.Removal;
import org.jdbmail.testkit.database.TestDatabase;

/** What {@link Growth} measures, for one size of a mailbox. */
final class GrowthLoad {
    private static final int TIMES = 20;
    private static final int BODY_BYTES = 2_000;

    /** Messages whose content takes long to write, and so to remove. */
    private static final int HEAVY = 1_000;

    private static final int HEAVY_BYTES = 100_000;
    private static final Duration WHILE = Duration.ofSeconds(3);

    private static final PreparedMessage MESSAGE = PreparedMessage.prepare(MessageBytes.of(
            "From: a@example.org\r\nSubject: one of many\r\n\r\nAnd so on.\r\n".getBytes(StandardCharsets.US_ASCII)));

    private final SqlStore store;
    private final GrowthFill filling;
    private final boolean hasRowLocks;
    private final Figures figures;
    private final MailboxIndexes indexes;

    GrowthLoad(SqlStore store, TestDatabase database, Figures figures) {
        this.store = store;
        this.filling = new GrowthFill(database);
        this.hasRowLocks = !database.name().equals("sqlite");
        this.figures = figures;
        this.indexes = new MailboxIndexes(store, 1 << 28);
    }

    private record Account(long user, long inbox) {}

    private Account account(String name) {
        return store.write(tx -> {
            long user = tx.users().create(name, new Credential("", ""), 0, 0);
            return new Account(user, tx.mailboxes().create(user, "INBOX", null));
        });
    }

    void run(int size) throws SQLException {
        String column = String.format(Locale.ROOT, "%,d", size);
        Account account = account("growth" + size);
        Account other = account("other" + size);
        deliver(account);
        filling.copies(account.inbox(), size, BODY_BYTES);
        MailboxIndex index = indexes.open(account.inbox());
        one(column, "first look at the mailbox", index::latest);
        MailboxSnapshot all = index.latest();
        long target = store.write(tx -> tx.mailboxes().create(account.user(), "Target", null));
        few(column, "", account, index, all, target);
        filling.analyze();
        few(column, ", with statistics", account, index, all, target);
        many(
                column,
                "STATUS without a snapshot",
                i -> store.look(tx -> tx.mailboxes().status(List.of(account.inbox()))));
        many(column, "STATUS by the snapshot, as IMAP and POP3 look", i -> {
            MailboxIndex again = indexes.open(account.inbox());
            again.refresh();
            indexes.close(again);
        });
        indexes.close(index);
        beside(column, "nothing, for comparison", other, () -> pause(WHILE));
        if (hasRowLocks) {
            lockedBeside(column, account, other);
        }
        manyBeside(column, account, other, all);
        heavyBeside(column, other);
    }

    /** What touches few messages. */
    private void few(String column, String how, Account account, MailboxIndex index, MailboxSnapshot all, long target) {
        int from = how.isEmpty() ? 0 : 3 * TIMES;
        int middle = all.size() / 2 + from;
        many(column, "a delivery, and the look at it" + how, i -> {
            deliver(account);
            index.refresh();
        });
        many(column, "a flag of one message, and the look at it" + how, i -> {
            long uid = all.uid(middle + i);
            FlagSet flags = FlagSet.of(Flag.FLAGGED.bit(), Set.of("Work"));
            store.write(
                    tx -> tx.messages().store(account.inbox(), NumberSet.range(uid, uid), FlagMode.ADD, flags, null));
            index.refresh();
        });
        many(column, "one message expunged, and the look at it" + how, i -> {
            long uid = all.uid(middle + TIMES + i);
            store.write(tx -> tx.messages().expunge(account.inbox(), NumberSet.range(uid, uid), false));
            index.refresh();
        });
        many(column, "one message copied" + how, i -> {
            long uid = all.uid(middle + 2 * TIMES + i);
            store.write(tx -> tx.messages().copy(account.inbox(), NumberSet.range(uid, uid), target, account.user()));
        });
        many(column, "a flag of 200 that lie far apart" + how, i -> {
            int[] places = new int[200];
            for (int p = 0; p < places.length; p++) {
                places[p] = p * (all.size() / 200 - 1) + i % 40;
            }
            NumberSet set = all.uidsAt(places);
            FlagMode mode = how.isEmpty() ? FlagMode.ADD : FlagMode.REMOVE;
            store.write(tx -> tx.messages().store(account.inbox(), set, mode, FlagSet.of(Flag.SEEN), null));
        });
    }

    /** What touches many, and what others wait meanwhile. */
    private void manyBeside(String column, Account account, Account other, MailboxSnapshot all) {
        beside(column, "1 of 5 expunged, as EXPUNGE does it", other, () -> {
            NumberSet.Builder some = new NumberSet.Builder();
            for (int place = 0; place < all.size(); place += 5) {
                some.add(all.uid(place));
            }
            for (NumberSet piece : some.build().pieces(Messages.PIECE)) {
                store.write(tx -> tx.messages().expunge(account.inbox(), piece, false));
            }
        });
        beside(
                column,
                "their tombstones marked",
                other,
                () -> store.tombstones().run());
        beside(column, "and purged", other, () -> store.tombstones().run());
        beside(
                column,
                "DELETE of the mailbox",
                other,
                () -> store.write(tx -> {
                    tx.mailboxes().delete(account.inbox());
                    return account;
                }));
        beside(column, "its removal in pieces", other, () -> {
            Removal removal = store.removal();
            boolean goesOn = true;
            while (goesOn) {
                goesOn = removal.step();
            }
        });
        collectBeside(column, "its content collected", other);
    }

    private void heavyBeside(String column, Account other) throws SQLException {
        Account heavy = account("heavy" + column);
        deliver(heavy);
        filling.copies(heavy.inbox(), HEAVY, HEAVY_BYTES);
        store.write(tx -> {
            tx.mailboxes().delete(heavy.inbox());
            return heavy;
        });
        collectBeside(column, "1,000 messages of 100 KB collected", other);
    }

    private void collectBeside(String column, String what, Account other) {
        beside(column, what, other, () -> store.collector(Duration.ZERO).run(Instant.now()));
    }

    /** A delivery waits for its own account only. */
    private void lockedBeside(String column, Account locked, Account other) throws SQLException {
        Thread waiting;
        try (Connection connection = filling.locking(locked.user())) {
            waiting = Thread.ofPlatform().start(() -> deliver(locked));
            beside(column, "an account's row locked elsewhere", other, () -> pause(WHILE));
            connection.rollback();
        }
        join(waiting);
    }

    private void deliver(Account account) {
        Delivered delivered = store.deliver(
                        MESSAGE, Instant.now(), List.of(Destination.plain(account.inbox(), account.user())))
                .getFirst();
        if (!(delivered instanceof Delivered.Stored)) {
            throw new IllegalStateException("not delivered");
        }
    }

    private interface Step {
        void run(int i);
    }

    private void one(String column, String what, Runnable work) {
        long start = System.nanoTime();
        work.run();
        figures.add(column, what, (System.nanoTime() - start) / 1e6);
    }

    /** The least and, in brackets, the median. */
    private void many(String column, String what, Step step) {
        double[] times = new double[TIMES];
        for (int i = 0; i < TIMES; i++) {
            long start = System.nanoTime();
            step.run(i);
            times[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(times);
        figures.add(column, what, String.format(Locale.ROOT, "%.1f (%.1f)", times[0], times[TIMES / 2]));
    }

    private void beside(String column, String what, Account other, Runnable work) {
        try (GrowthBystander bystander = new GrowthBystander(store, other.user(), other.inbox())) {
            long start = System.nanoTime();
            work.run();
            double time = (System.nanoTime() - start) / 1e6;
            figures.add(column, what, String.format(Locale.ROOT, "%.0f (%.0f)", time, bystander.end()));
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
