package org.jdbmail.bench;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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
import org.jdbmail.core.store.Messages.FlagMode;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.testkit.database.TestDatabase;

/** What {@link Growth} measures, for one size of a mailbox. */
final class GrowthLoad {
    private static final int TIMES = 20;

    private static final PreparedMessage MESSAGE = PreparedMessage.prepare(MessageBytes.of(
            "From: a@example.org\r\nSubject: one of many\r\n\r\nAnd so on.\r\n".getBytes(StandardCharsets.US_ASCII)));

    private final SqlStore store;
    private final TestDatabase database;
    private final Figures figures;
    private final MailboxIndexes indexes;

    GrowthLoad(SqlStore store, TestDatabase database, Figures figures) {
        this.store = store;
        this.database = database;
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
        fill(account, size);
        MailboxIndex index = indexes.open(account.inbox());
        one(column, "first look at the mailbox", index::latest);
        MailboxSnapshot all = index.latest();
        int middle = all.size() / 2;
        many(column, "a delivery, and the look at it", i -> {
            deliver(account);
            index.refresh();
        });
        many(column, "a flag of one message, and the look at it", i -> {
            long uid = all.uid(middle + i);
            FlagSet flags = FlagSet.of(Flag.FLAGGED.bit(), Set.of("Work"));
            store.write(
                    tx -> tx.messages().store(account.inbox(), NumberSet.range(uid, uid), FlagMode.ADD, flags, null));
            index.refresh();
        });
        many(column, "one message expunged, and the look at it", i -> {
            long uid = all.uid(middle + TIMES + i);
            store.write(tx -> tx.messages().expunge(account.inbox(), NumberSet.range(uid, uid), false));
            index.refresh();
        });
        many(column, "a flag of 200 that lie far apart", i -> {
            int[] places = new int[200];
            for (int p = 0; p < places.length; p++) {
                places[p] = p * (all.size() / 200) + i;
            }
            NumberSet set = all.uidsAt(places);
            store.write(tx -> tx.messages().store(account.inbox(), set, FlagMode.ADD, FlagSet.of(Flag.SEEN), null));
        });
        many(
                column,
                "STATUS without a snapshot",
                i -> store.look(tx -> tx.mailboxes().status(List.of(account.inbox()))));
        indexes.close(index);
        Account other = account("other" + size);
        beside(column, "1 of 5 expunged, as EXPUNGE does it", other, () -> {
            NumberSet.Builder some = new NumberSet.Builder();
            for (int place = 0; place < all.size(); place += 5) {
                some.add(all.uid(place));
            }
            for (NumberSet piece : some.build().pieces(2_000)) {
                store.write(tx -> tx.messages().expunge(account.inbox(), piece, false));
            }
        });
        beside(
                column,
                "their tombstones marked",
                other,
                () -> store.tombstones().run());
        beside(column, "and purged", other, () -> store.tombstones().run());
        one(
                column,
                "DELETE of the mailbox",
                () -> store.write(tx -> {
                    tx.mailboxes().delete(account.inbox());
                    return account;
                }));
        beside(column, "its removal in pieces", other, () -> {
            boolean goesOn = true;
            while (goesOn) {
                goesOn = store.removal().step();
            }
        });
    }

    private void deliver(Account account) {
        Delivered delivered = store.deliver(
                        MESSAGE, Instant.now(), List.of(Destination.plain(account.inbox(), account.user())))
                .getFirst();
        if (!(delivered instanceof Delivered.Stored)) {
            throw new IllegalStateException("not delivered");
        }
    }

    /** Every message with a physical message of its own, as mail is. */
    private void fill(Account account, int size) throws SQLException {
        deliver(account);
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            long first = number(statement, "SELECT max(id) FROM dbmail_physmessage");
            for (int there = 1; there < size; there *= 2) {
                int more = Math.min(there, size - there);
                long before = number(statement, "SELECT max(id) FROM dbmail_physmessage");
                statement.executeUpdate("INSERT INTO dbmail_physmessage (messagesize, rfcsize, internal_date)"
                        + " SELECT messagesize, rfcsize, internal_date FROM dbmail_physmessage WHERE id >= " + first
                        + " ORDER BY id LIMIT " + more);
                statement.executeUpdate(
                        "INSERT INTO dbmail_messages (mailbox_idnr, physmessage_id, unique_id, seq, recent_flag)"
                                + " SELECT " + account.inbox() + ", id, 'u', 2, 0 FROM dbmail_physmessage WHERE id > "
                                + before
                                + " ORDER BY id");
            }
            if (database.name().equals("postgresql")) {
                statement.execute("ANALYZE");
            }
        }
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
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

    /** Medians. */
    private void many(String column, String what, Step step) {
        double[] times = new double[TIMES];
        for (int i = 0; i < TIMES; i++) {
            long start = System.nanoTime();
            step.run(i);
            times[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(times);
        figures.add(column, what, times[TIMES / 2]);
    }

    private void beside(String column, String what, Account other, Runnable work) {
        try (GrowthBystander bystander = new GrowthBystander(store, other.user(), other.inbox())) {
            long start = System.nanoTime();
            work.run();
            double time = (System.nanoTime() - start) / 1e6;
            figures.add(column, what, String.format(Locale.ROOT, "%.0f (%.0f)", time, bystander.longest()));
        }
    }
}
