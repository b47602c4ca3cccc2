package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Routing.Found;
import org.jdbmail.core.store.User;
import org.jdbmail.core.store.Users.Login;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.schema.Schema;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Accounts, aliases, the lookups of a delivery, and the log of logins. */
final class AccountsTest extends StoreContract {
    private static final Credential SECRET = new Credential("{hash}", "sha512");

    @ParameterizedTest
    @MethodSource("databases")
    void anAccountIsFoundWhateverTheCaseOfItsName(String name) {
        SqlStore store = store(name);
        long id = store.write(tx -> tx.users().create("Alice@Example.org", SECRET, 7, 1_000));
        Login login = store.read(tx -> tx.users().login("alice@EXAMPLE.ORG")).orElseThrow();
        assertEquals(new User(id, "Alice@Example.org", 7, 1_000, 0, true), login.user());
        assertEquals(SECRET, login.credential());
        assertEquals(login.user(), store.read(tx -> tx.users().find(id)).orElseThrow());
        Refusal taken = assertThrows(
                Refusal.class, () -> store.write(tx -> tx.users().create("ALICE@example.org", SECRET, 0, 0)));
        assertEquals(Reason.ALREADY_EXISTS, taken.reason());
        assertTrue(store.read(tx -> tx.users().find("alice")).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void everyPropertyOfAnAccountCanBeChanged(String name) throws Exception {
        SqlStore store = store(name);
        long id = store.write(tx -> tx.users().create("change-me", SECRET, 0, 0));
        store.write(tx -> {
            tx.users().rename(id, "Changed");
            tx.users().setClient(id, 9);
            tx.users().setQuota(id, 5_000_000_000L);
            tx.users().setActive(id, false);
            tx.users().setCredential(id, new Credential("other", ""));
            tx.users().setSecurityAction(id, 2);
            tx.users().setSecurityPassword(id, "panic");
            tx.users().setLastLogin(id, DATE);
            return id;
        });
        Login login = store.read(tx -> tx.users().login("changed")).orElseThrow();
        assertEquals(new User(id, "Changed", 9, 5_000_000_000L, 0, false), login.user());
        assertEquals(new Credential("other", ""), login.credential());
        try (Connection connection = opened(name).database().connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT spasswd, saction, last_login FROM dbmail_users" + " WHERE user_idnr = " + id)) {
            assertTrue(row.next());
            assertEquals("panic", row.getString(1));
            assertEquals(2, row.getInt(2));
            assertTrue(row.getString(3).replace('T', ' ').startsWith("2026-03-29 01:30:07"), row.getString(3));
        }
        store.write(tx -> {
            tx.users().delete(id);
            return id;
        });
        assertTrue(store.read(tx -> tx.users().find(id)).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void listingTakesGlobsAndLeavesOutDbmailsOwnAccounts(String name) {
        SqlStore store = store(name);
        store.write(tx -> {
            tx.users().create("glob_1", SECRET, 0, 0);
            tx.users().create("GLOBx2", SECRET, 0, 0);
            return tx.users().create("glob_33", SECRET, 0, 0);
        });
        assertEquals(List.of("glob_1", "GLOBx2"), logins(store, "glob??"));
        assertEquals(List.of("glob_1", "glob_33"), logins(store, "glob_*"));
        assertFalse(logins(store, "*").contains(User.ANYONE));
        assertTrue(store.read(tx -> tx.users().find(User.ANYONE)).isPresent());
    }

    private static List<String> logins(SqlStore store, String glob) {
        return store.read(tx -> tx.users().list(glob)).stream().map(User::login).toList();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void deletingAnAccountTakesItsMailboxesAndMessages(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        deliver(store, account, 2);
        store.write(tx -> {
            tx.users().delete(account.user());
            return account;
        });
        assertTrue(store.read(tx -> tx.mailboxes().find(account.inbox())).isEmpty());
        assertTrue(store.read(tx -> tx.messages().seq(account.inbox())).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aliasesAreFoundAddedAndRemoved(String name) {
        SqlStore store = store(name);
        Alias first = new Alias("Sales@alias.test", "4711", 3);
        Alias second = new Alias("sales@alias.test", "someone@else.test", 0);
        store.write(tx -> {
            tx.aliases().add(first);
            tx.aliases().add(second);
            tx.aliases().add(new Alias("other@alias.test", "4711", 0));
            return first;
        });
        assertEquals(List.of(first, second), store.read(tx -> tx.aliases().find("SALES@ALIAS.TEST")));
        assertEquals(2, store.read(tx -> tx.aliases().deliveringTo("4711")).size());
        assertTrue(store.read(tx -> tx.aliases().all()).containsAll(List.of(first, second)));
        assertEquals(
                Reason.ALREADY_EXISTS,
                assertThrows(
                                Refusal.class,
                                () -> store.write(tx -> {
                                    tx.aliases().add(first);
                                    return first;
                                }))
                        .reason());
        assertEquals(Integer.valueOf(1), store.write(tx -> tx.aliases().remove("S?les@*", "4711")));
        assertEquals(Integer.valueOf(1), store.write(tx -> tx.aliases().removeDeliveringTo("4711")));
        assertEquals(List.of(second), store.read(tx -> tx.aliases().find("sales@alias.test")));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void routingFindsAliasesAccountsAndInboxes(String name) {
        SqlStore store = store(name);
        Account direct = account(store);
        Account aliased = account(store);
        String login =
                store.read(tx -> tx.users().find(direct.user())).orElseThrow().login();
        long without = store.write(tx -> tx.users().create("no-inbox", SECRET, 0, 0));
        store.write(tx -> {
            tx.aliases().add(new Alias("Info@route.test", Long.toString(aliased.user()), 0));
            tx.aliases().add(new Alias("info@route.test", "away@else.test", 0));
            tx.aliases().add(new Alias("@route.test", "999999999999999999999999", 0));
            return without;
        });
        Found found = store.read(tx ->
                tx.routing().find(List.of("INFO@route.test", login.toUpperCase(java.util.Locale.ROOT), "@ROUTE.test")));
        assertEquals(3, found.aliases().size());
        assertEquals(
                List.of(direct.user(), aliased.user()).stream().sorted().toList(),
                found.users().stream().map(User::id).sorted().toList());
        assertEquals(Map.of(direct.user(), direct.inbox(), aliased.user(), aliased.inbox()), found.inboxes());
        Found none = store.read(tx -> tx.routing().find(List.of("NO-INBOX", "nobody")));
        assertEquals(List.of(without), none.users().stream().map(User::id).toList());
        assertEquals(Map.of(), none.inboxes());
        assertEquals(List.of(), store.read(tx -> tx.routing().find(List.of())).users());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void loginsAreLogged(String name) throws Exception {
        SqlStore store = store(name);
        InetSocketAddress source = new InetSocketAddress(InetAddress.getByName("192.0.2.7"), 4242);
        InetSocketAddress target = new InetSocketAddress(InetAddress.getByName("2001:db8::1"), 143);
        long id = store.write(tx -> tx.authLog().opened("bob".repeat(50), "imap", source, target, false, DATE));
        store.write(tx -> {
            tx.authLog().closed(id, 10, 20, DATE.plusSeconds(60));
            return id;
        });
        try (Connection connection = opened(name).database().connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT service, src_ip, src_port, dst_port, status, bytes_rx, bytes_tx FROM dbmail_authlog"
                                + " WHERE id = " + id)) {
            assertTrue(row.next());
            assertEquals("imap", row.getString(1));
            assertEquals("192.0.2.7", row.getString(2));
            assertEquals(4242, row.getInt(3));
            assertEquals(143, row.getInt(4));
            assertEquals("closed", row.getString(5));
            assertEquals(10, row.getInt(6));
            assertEquals(20, row.getInt(7));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aNameThatNoDatabaseKeepsIsLoggedAllTheSame(String name) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 4242);
        SqlStore store = store(name);
        store.write(tx -> tx.authLog().opened("no\0body", "web", address, address, true, DATE));
        assertEquals(1, store.maintenance().logins("no?body", "failed", 10).size());
    }

    /** As DBMail 3.2 made the table: an address of IPv6 doesn't fit, and is cut rather than lost with the row. */
    @ParameterizedTest
    @MethodSource("databases")
    void loginsAreLoggedWhereAddressesHaveLittleRoom(String name) throws Exception {
        try (TestDatabase database = TestDatabases.create(name)) {
            Schema.prepare(config(database));
            switch (name) {
                case "postgresql" ->
                    database.execute("ALTER TABLE dbmail_authlog ALTER COLUMN src_ip TYPE varchar(16),"
                            + " ALTER COLUMN dst_ip TYPE varchar(16)");
                case "mariadb", "mysql" ->
                    database.execute("ALTER TABLE dbmail_authlog MODIFY src_ip varchar(16), MODIFY dst_ip varchar(16)");
                default -> {}
            }
            InetSocketAddress address =
                    new InetSocketAddress(InetAddress.getByName("2001:db8:1111:2222:3333:4444:5555:6666"), 4242);
            try (SqlStore store = SqlStore.open(config(database), options());
                    Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                store.write(tx -> tx.authLog().opened("alice", "imap", address, address, false, DATE));
                ResultSet row = statement.executeQuery("SELECT src_ip, dst_ip FROM dbmail_authlog");
                assertTrue(row.next());
                assertTrue(row.getString(1).startsWith("2001:db8:1111:22"));
                assertEquals(row.getString(1), row.getString(2));
            }
        }
    }
}
