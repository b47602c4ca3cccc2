package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Rights;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.Messages.FlagMode;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.testkit.database.StatementCounter;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What concerns one message, or the mailbox as such, costs the same whether there are few other messages or very many. */
final class LargeMailboxTest extends StoreContract {
    private static final int FEW = 1_500;
    private static final int MANY = 6_000;

    private final StatementCounter counter = new StatementCounter();

    @Override
    SqlStoreOptions options() {
        return SqlStoreOptions.DEFAULT.withConnections(counter::around);
    }

    /** A mailbox of so many messages, all of one physical message. */
    private Account filled(String database, int messages) {
        SqlStore store = store(database);
        Account account = account(store);
        long first = deliver(store, account);
        try (Connection connection = opened(database).database().connect();
                Statement statement = connection.createStatement()) {
            // Doubled until there are enough, and cut.
            statement.executeUpdate(
                    "UPDATE dbmail_mailboxes SET seq = seq + 1 WHERE mailbox_idnr = " + account.inbox());
            String columns = "mailbox_idnr, physmessage_id, seen_flag, answered_flag, deleted_flag, flagged_flag,"
                    + " recent_flag, draft_flag, unique_id, status, seq";
            for (int there = 1; there < messages; there *= 2) {
                statement.executeUpdate("INSERT INTO dbmail_messages (" + columns + ") SELECT " + columns
                        + " FROM dbmail_messages WHERE mailbox_idnr = " + account.inbox()
                        + " ORDER BY message_idnr LIMIT "
                        + Math.min(there, messages - there));
            }
            statement.executeUpdate("UPDATE dbmail_users SET curmail_size = " + messages
                    + " * (SELECT messagesize FROM dbmail_physmessage p JOIN dbmail_messages m ON m.physmessage_id = p.id"
                    + " WHERE m.message_idnr = " + first + ") WHERE user_idnr = " + account.user());
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return account;
    }

    /** Statements and rows that something takes. */
    private record Cost(int statements, int rows) {}

    private Cost cost(Supplier<?> work) {
        counter.clear();
        work.get();
        return new Cost(counter.statements().size(), counter.rows());
    }

    private static void all(SqlStore store) {
        while (store.removal().step()) {
            assertTrue(true);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aMailboxIsDeletedInAStepAndRemovedInPieces(String database) {
        SqlStore store = store(database);
        Cost few = deletion(database, FEW);
        assertEquals(few, deletion(database, MANY));
        assertEquals(Boolean.FALSE, store.removal().step());
    }

    private Cost deletion(String database, int messages) {
        SqlStore store = store(database);
        Account account = filled(database, messages);
        Account friend = account(store);
        long used = used(store, account);
        store.write(tx -> {
            tx.mailboxes().grant(account.inbox(), friend.user(), Rights.ALL);
            tx.subscriptions().add(friend.user(), account.inbox());
            return used;
        });
        Cost cost = cost(() -> store.write(tx -> {
            tx.mailboxes().delete(account.inbox());
            return used;
        }));
        assertEquals(Optional.empty(), store.look(tx -> tx.messages().seq(account.inbox())));
        assertEquals(Optional.empty(), store.look(tx -> tx.mailboxes().find(account.user(), "INBOX")));
        assertEquals(List.of(), store.look(tx -> tx.mailboxes().ownedBy(account.user())));
        assertEquals(
                1, store.look(tx -> tx.mailboxes().visibleTo(friend.user())).size());
        assertEquals(
                1, store.look(tx -> tx.subscriptions().names(friend.user())).size());
        assertEquals(
                Reason.NOT_FOUND,
                assertThrows(
                                Refusal.class,
                                () -> store.write(tx -> tx.messages()
                                        .store(account.inbox(), all(), FlagMode.ADD, FlagSet.of(Flag.SEEN), null)))
                        .reason());
        long anew = store.write(tx -> tx.mailboxes().create(account.user(), "INBOX", null));
        assertEquals(List.of(), uids(store, anew));
        assertEquals(used, used(store, account));
        assertTrue(store.removal().step());
        long left = used(store, account);
        assertTrue(left > 0 && left < used, left + " of " + used);
        all(store);
        assertEquals(0, used(store, account));
        assertEquals(Optional.empty(), store.look(tx -> tx.mailboxes().find(account.inbox())));
        return cost;
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aPlaceThatIsKeptForChildrenHasTheNameAndTheRights(String database) {
        SqlStore store = store(database);
        Account account = filled(database, FEW);
        Account friend = account(store);
        store.write(tx -> {
            tx.mailboxes().grant(account.inbox(), friend.user(), Rights.ALL);
            tx.mailboxes().rename(Map.of(account.inbox(), "Parent"));
            tx.mailboxes().deleteButKeepChildren(account.inbox());
            return friend;
        });
        MailboxAccess place = store.look(tx -> tx.mailboxes().access(friend.user(), account.user(), "Parent"))
                .orElseThrow();
        assertTrue(place.mailbox().noSelect());
        assertEquals(Rights.ALL, place.rights());
        assertEquals(List.of(), uids(store, place.mailbox().id()));
        all(store);
        assertEquals(0, used(store, account));
        assertEquals(
                List.of("Parent"),
                store.look(tx -> tx.mailboxes().ownedBy(account.user())).stream()
                        .map(Mailbox::name)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anAccountGoesAtOnceAndItsLargeMailboxesLater(String database) {
        SqlStore store = store(database);
        Account account = filled(database, FEW);
        store.write(tx -> {
            tx.users().delete(account.user());
            return account;
        });
        assertEquals(Optional.empty(), store.look(tx -> tx.users().find(account.user())));
        assertEquals(Optional.empty(), store.look(tx -> tx.messages().seq(account.inbox())));
        assertTrue(store.removal().step());
        all(store);
        assertEquals(Optional.empty(), store.look(tx -> tx.mailboxes().find(account.inbox())));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void oneMessageCostsWhatOneMessageCosts(String database) {
        Account few = filled(database, FEW);
        Account many = filled(database, MANY);
        SqlStore store = store(database);
        assertEquals(change(store, few), change(store, many));
        assertEquals(spread(store, few), spread(store, many));
        assertEquals(expunge(store, few), expunge(store, many));
    }

    /** A flag of one message, and the look of another session at it. */
    private Cost change(SqlStore store, Account account) {
        long seq = state(store, account.inbox()).seq();
        long uid = uids(store, account.inbox()).get(FEW / 2);
        return cost(() -> {
            FlagSet flags = FlagSet.of(Flag.FLAGGED.bit(), Set.of("Work"));
            store.write(
                    tx -> tx.messages().store(account.inbox(), NumberSet.range(uid, uid), FlagMode.ADD, flags, null));
            return changes(store, account.inbox(), seq);
        });
    }

    /** Messages that lie far from each other: nothing between them is read. */
    private Cost spread(SqlStore store, Account account) {
        List<Long> uids = uids(store, account.inbox());
        NumberSet.Builder some = new NumberSet.Builder();
        int step = uids.size() / 200;
        for (int i = 0; i < 200; i++) {
            some.add(uids.get(i * step));
        }
        NumberSet set = some.build();
        return cost(() -> store.write(
                tx -> tx.messages().store(account.inbox(), set, FlagMode.ADD, FlagSet.of(Flag.DELETED), null)));
    }

    private Cost expunge(SqlStore store, Account account) {
        long last = uids(store, account.inbox()).getLast();
        NumberSet set = NumberSet.of(last - 7, last - 3, last);
        return cost(() -> store.write(tx -> tx.messages().expunge(account.inbox(), set, false)));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aFewTombstonesCostTheSameInALargeMailbox(String database) {
        SqlStore store = store(database);
        Cost few = burial(store, filled(database, FEW));
        assertEquals(few, burial(store, filled(database, MANY)));
    }

    private Cost burial(SqlStore store, Account account) {
        Instant before = Instant.now().plusSeconds(60);
        store.tombstones().run(before);
        store.tombstones().run(before);
        expunge(store, account);
        long uidNext = state(store, account.inbox()).uidNext();
        // Later than the expunge on every database, whatever it makes of parts of a second.
        Instant later = Instant.now().plusSeconds(60);
        Cost cost =
                cost(() -> store.tombstones().run(later) + store.tombstones().run(later));
        assertTrue(
                counter.statements().stream().noneMatch(sql -> sql.contains("coalesce(max(")),
                "an aggregate reads all of the mailbox under its lock");
        assertEquals(
                state(store, account.inbox()).seq(),
                state(store, account.inbox()).purgedSeq());
        assertEquals(uidNext, state(store, account.inbox()).uidNext());
        return cost;
    }

    @ParameterizedTest
    @MethodSource("databases")
    void tombstonesAreMarkedAndPurgedInPieces(String database) {
        SqlStore store = store(database);
        // What other tests have left.
        store.tombstones().run();
        store.tombstones().run();
        Account account = filled(database, FEW);
        long seq = state(store, account.inbox()).seq();
        store.write(tx -> tx.messages().expunge(account.inbox(), all(), false));
        store.tombstones().run();
        assertEquals(0, state(store, account.inbox()).purgedSeq());
        counter.clear();
        assertEquals(FEW, store.tombstones().run());
        int deletes = (int) counter.statements().stream()
                .filter(sql -> sql.replaceAll("[\"`]", "").startsWith("delete from dbmail_messages"))
                .count();
        // The first step is small, and none is more than twice the one before.
        assertTrue(deletes >= 4, deletes + " steps");
        assertEquals(seq + 1, state(store, account.inbox()).purgedSeq());
        assertEquals(Map.of(), changes(store, account.inbox(), seq));
    }

    /**
     * Of an EXPUNGE it is forgotten when it was once its tombstones are gone. Whether they are is found by the mailbox and the seq, also
     * where statistics say that many messages have one seq: else all tombstones would be looked through for each.
     */
    @ParameterizedTest
    @MethodSource("databases")
    void whatIsPurgedIsForgottenByItsSeq(String database) throws SQLException {
        SqlStore store = store(database);
        Account account = filled(database, FEW);
        List<Long> uids = uids(store, account.inbox());
        for (long uid : uids.subList(0, 20)) {
            store.write(tx -> tx.messages().expunge(account.inbox(), NumberSet.of(uid), false));
        }
        store.write(tx ->
                tx.messages().expunge(account.inbox(), NumberSet.range(uids.get(20), uids.get(FEW - 200)), false));
        try (Connection connection = opened(database).database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    TestDatabases.isMysql(database) ? "ANALYZE TABLE dbmail_messages, jdbmail_expunge" : "ANALYZE");
            Instant later = Instant.now().plusSeconds(60);
            counter.clear();
            store.tombstones().run(later);
            String looking = counter.statements().stream()
                    .filter(sql -> sql.contains("jdbmail_expunge e WHERE"))
                    .findFirst()
                    .orElseThrow();
            assertTrue(noted(statement, account) > 0);
            store.tombstones().run(later);
            assertEquals(0, noted(statement, account));
            if (database.equals("sqlite")) {
                StringBuilder plan = new StringBuilder();
                try (ResultSet row =
                        statement.executeQuery("EXPLAIN QUERY PLAN " + looking.replace("?", "'2099-01-01 00:00:00'"))) {
                    while (row.next()) {
                        plan.append(row.getString("detail")).append('\n');
                    }
                }
                assertTrue(plan.toString().contains("(mailbox_idnr=? AND seq=?)"), plan::toString);
            }
        }
    }

    private static int noted(Statement statement, Account account) throws SQLException {
        try (ResultSet row = statement.executeQuery(
                "SELECT count(*) FROM jdbmail_expunge WHERE mailbox_idnr = " + account.inbox())) {
            row.next();
            return row.getInt(1);
        }
    }

    /** What can be had back stays as it is, and is not looked through by who writes. */
    @ParameterizedTest
    @MethodSource("databases")
    void whatCanBeHadBackIsLookedAtBesideThoseWhoWrite(String database) {
        SqlStore store = store(database);
        Account account = filled(database, FEW);
        Instant before = Instant.now().minusSeconds(60);
        store.write(tx -> tx.messages().expunge(account.inbox(), all(), false));
        counter.clear();
        store.tombstones().run(before);
        assertEquals(
                List.of(),
                counter.statements().stream()
                        .filter(sql -> sql.startsWith("UPDATE dbmail_messages") || sql.startsWith("DELETE"))
                        .toList());
    }
}
