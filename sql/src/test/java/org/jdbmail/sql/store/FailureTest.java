package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.Messages.FlagMode;
import org.jdbmail.core.store.Messages.State;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.testkit.database.Fuse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The i-th call of the database fails, for i = 1, 2, 3 … until a run has no fault left: all or nothing has happened. */
final class FailureTest extends StoreContract {
    private static final String DISK_FULL = "53100";
    private static final String DEADLOCK = "40P01";

    private final Fuse fuse = new Fuse();

    @Override
    SqlStoreOptions options() {
        return SqlStoreOptions.DEFAULT.withConnections(fuse::around);
    }

    /** Everything that some work on an account could leave half done. */
    private record Picture(State inbox, State archive, List<Long> there, List<Long> archived, long used) {}

    private static Picture picture(SqlStore store, Account account, long archive) {
        return new Picture(
                state(store, account.inbox()),
                state(store, archive),
                uids(store, account.inbox()),
                uids(store, archive),
                used(store, account));
    }

    private void failEach(SqlStore store, Account account, long archive, Runnable work) {
        for (int call = 1; ; call++) {
            assertTrue(call < 100, "a run without a fault must come");
            Picture before = picture(store, account, archive);
            fuse.set(call, DISK_FULL);
            try {
                work.run();
                assertFalse(fuse.hasBlown());
                return;
            } catch (Refusal refusal) {
                assertTrue(fuse.hasBlown());
                assertEquals(Reason.UNAVAILABLE, refusal.reason());
                assertFalse(refusal.text().contains("injected"), refusal.text());
                assertEquals(before, picture(store, account, archive));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aDeliveryThatFailsAnywhereLeavesNothing(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        long archive = store.write(tx -> tx.mailboxes().create(account.user(), "Archive", null));
        failEach(
                store,
                account,
                archive,
                () -> store.deliver(
                        message(1), DATE, List.of(account.destination(), Destination.plain(archive, account.user()))));
        assertEquals(1, uids(store, account.inbox()).size());
        assertEquals(1, uids(store, archive).size());
        failEach(store, account, archive, () -> deliver(store, account));
        assertEquals(2, uids(store, account.inbox()).size());
        assertEquals(3L * message(1).size(), used(store, account));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aDeliveryThatFailsInsideOfAStatementLeavesNothing(String name) throws SQLException {
        SqlStore store = store(name);
        Account account = account(store);
        long archive = store.write(tx -> tx.mailboxes().create(account.user(), "Archive", null));
        deliver(store, account);
        Picture before = picture(store, account, archive);
        for (String table : List.of("dbmail_physmessage", "jdbmail_content", "jdbmail_summary", "dbmail_messages")) {
            rename(name, table, "away");
            Refusal refusal = assertThrows(Refusal.class, () -> deliver(store, account));
            rename(name, "away", table);
            assertEquals(Reason.UNAVAILABLE, refusal.reason());
            assertEquals(before, picture(store, account, archive));
        }
        deliver(store, account);
        assertEquals(2, uids(store, account.inbox()).size());
    }

    private void rename(String database, String table, String name) throws SQLException {
        try (Connection connection = opened(database).database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE " + table + " RENAME TO " + name);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void workThatFailsAnywhereLeavesNothing(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        long archive = store.write(tx -> tx.mailboxes().create(account.user(), "Archive", null));
        deliver(store, account, 3);
        failEach(
                store,
                account,
                archive,
                () -> store.write(tx -> {
                    tx.messages().store(account.inbox(), all(), FlagMode.ADD, FlagSet.of(Flag.SEEN), null);
                    tx.messages().copy(account.inbox(), all(), archive, account.user());
                    return tx.messages().move(account.inbox(), all(), archive, account.user());
                }));
        assertEquals(6, uids(store, archive).size());
        assertEquals(List.of(), uids(store, account.inbox()));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aDeadlockIsTriedAgainWithoutAnybodyNoticing(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        // SQLite's one writer can't meet another; there the failure is one like any other.
        String failure = name.equals("sqlite") ? "" : DEADLOCK;
        for (int call = 1; call <= 3; call++) {
            fuse.set(failure.isEmpty() ? 0 : call, failure);
            deliver(store, account);
            fuse.hasBlown();
        }
        assertEquals(3, uids(store, account.inbox()).size());
        assertEquals(3L * message(1).size(), used(store, account));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aReadThatFailsIsRefusedAndTheNextOneWorks(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        fuse.set(1, DISK_FULL);
        Refusal refusal = assertThrows(Refusal.class, () -> state(store, account.inbox()));
        assertEquals(Reason.UNAVAILABLE, refusal.reason());
        assertEquals(1, state(store, account.inbox()).seq());
    }
}
