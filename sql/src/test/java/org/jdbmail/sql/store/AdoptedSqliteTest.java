package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.sql.schema.Schema;
import org.jdbmail.sql.store.StoreContract.Account;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.api.Test;

/**
 * An SQLite database that DBMail made: its tables have no AUTOINCREMENT, so that SQLite by itself would give the newest row's
 * id again when that row is gone. UIDs, UIDVALIDITY and the ids of contents must not come back all the same.
 */
final class AdoptedSqliteTest {
    /** Makes DBMail's tables what DBMail's own script makes them. */
    private static TestDatabase dbmail() throws SQLException {
        TestDatabase database = TestDatabases.create("sqlite");
        Schema.prepare(StoreContract.config(database));
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA writable_schema = ON");
            statement.execute(
                    "UPDATE sqlite_master SET sql = replace(sql, ' AUTOINCREMENT', '') WHERE name LIKE 'dbmail_%'");
        }
        database.execute(
                "DROP TRIGGER jdbmail_mailbox_gone",
                "DELETE FROM sqlite_sequence WHERE name LIKE 'dbmail_%'",
                "DROP TABLE jdbmail_subscription",
                "DELETE FROM jdbmail_changelog"
                        + " WHERE id IN ('gone-sqlite', 'subscriptions-sqlite', 'version-2', 'version-3')",
                "DELETE FROM jdbmail_schema WHERE version > 1",
                "VACUUM");
        return database;
    }

    @Test
    void idsOfDeletedRowsAreNotGivenAgain() throws SQLException {
        try (TestDatabase database = dbmail();
                SqlStore store = SqlStore.open(StoreContract.config(database), SqlStoreOptions.DEFAULT)) {
            Account account = StoreContract.account(store, "alice", 0);
            long folder = create(store, account, "Folder");
            store.write(tx -> {
                tx.mailboxes().delete(folder);
                return folder;
            });
            long again = create(store, account, "Folder");
            assertTrue(again > folder, again + " after " + folder);

            long uid = StoreContract.deliver(store, account);
            long physId =
                    StoreContract.changes(store, account.inbox(), 0).get(uid).physId();
            store.write(tx -> tx.messages().expunge(account.inbox(), StoreContract.all(), false));
            store.tombstones().run();
            store.tombstones().run();
            store.collector(Duration.ZERO).run(StoreContract.DATE);
            long next = StoreContract.deliver(store, account);
            assertTrue(next > uid, next + " after " + uid);
            long nextPhysId =
                    StoreContract.changes(store, account.inbox(), 0).get(next).physId();
            assertTrue(nextPhysId > physId, nextPhysId + " after " + physId);

            // What had to stay goes when something newer is there.
            store.tombstones().run();
            assertEquals(
                    1L, store.collector(Duration.ZERO).run(StoreContract.DATE).get("physmessage"));
        }
    }

    private static long create(SqlStore store, Account account, String name) {
        return store.write(tx -> tx.mailboxes().create(account.user(), name, null));
    }
}
