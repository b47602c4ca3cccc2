package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jdbmail.core.auth.LoginResult;
import org.jdbmail.core.delivery.Resolution;
import org.jdbmail.core.delivery.Target;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.settings.QuerySettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Users;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.foreign.QueriedAccounts;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Accounts in PostfixAdmin's tables, in a database of their own, as docs/admin/configure.md shows it. */
class QueriedAccountsTest extends StoreContract {
    // Each is the password "secret"; from crypt(3).
    private static final String MD5_CRYPT = "$1$saltsalt$9xy1btjgzLYfb7hivXtC//";
    private static final String SHA512_CRYPT =
            "$6$saltsalt$" + "TVLlQcbpFVof5W3Yz4DTP6gRstiNuHwwTt6GLc1E5n0U0aDehy0S5knV8wiOQSpT0Y77vwPZN.Pq.H91p5hVO1";

    private static final String QUERIES = """
            user_query = SELECT username AS name, password, active, quota FROM mailbox WHERE username = :name
            alias_query = SELECT goto FROM alias WHERE address = :name AND active = 1
            alias_domain_query = SELECT target_domain FROM alias_domain WHERE alias_domain = :domain AND active = 1
            domain_query = SELECT 1 FROM domain WHERE domain = :domain AND active = 1
            """;

    private static TestDatabase postfixadmin(String name) throws Exception {
        TestDatabase tables = TestDatabases.create(name);
        tables.execute(
                "CREATE TABLE mailbox (username VARCHAR(255) PRIMARY KEY, password VARCHAR(255), quota BIGINT, active INT)");
        tables.execute("CREATE TABLE alias (address VARCHAR(255) PRIMARY KEY, goto TEXT, active INT)");
        tables.execute(
                "CREATE TABLE alias_domain (alias_domain VARCHAR(255) PRIMARY KEY, target_domain VARCHAR(255), active INT)");
        tables.execute("CREATE TABLE domain (domain VARCHAR(255) PRIMARY KEY, active INT)");
        tables.execute("INSERT INTO domain VALUES ('example.test', 1), ('other.test', 1), ('closed.test', 0)");
        tables.execute("INSERT INTO alias_domain VALUES ('example.net', 'example.test', 1)");
        tables.execute("INSERT INTO mailbox VALUES"
                + " ('alice@example.test', '" + MD5_CRYPT + "', 1000000, 1),"
                + " ('bob@example.test', '{SHA512-CRYPT}" + SHA512_CRYPT + "', 0, 1),"
                + " ('gone@example.test', '" + MD5_CRYPT + "', 0, 0),"
                + " ('empty@example.test', '', 0, 1),"
                + " ('eve@closed.test', '" + MD5_CRYPT + "', 0, 1)");
        tables.execute("INSERT INTO alias VALUES"
                + " ('alice@example.test', 'alice@example.test', 1),"
                + " ('bob@example.test', 'bob@example.test', 1),"
                + " ('team@example.test', 'alice@example.test, bob@example.test,far@example.org', 1),"
                + " ('chain@example.test', 'team@example.test', 1),"
                + " ('off@example.test', 'alice@example.test', 0),"
                + " ('@other.test', 'bob@example.test', 1)");
        return tables;
    }

    private static QueriedAccounts accounts(TestDatabase tables, String scheme) throws Exception {
        String url = tables.user().isEmpty()
                ? tables.url()
                : tables.url() + "?user=" + tables.user() + "&password=" + tables.password();
        return QueriedAccounts.open(QuerySettings.from(Settings.parse(
                "dbmail.conf",
                "[DBMAIL]\nauthdriver = queries\n[ACCOUNTS]\ndburi = " + url + "\n" + QUERIES + "default_scheme = "
                        + scheme + "\n")));
    }

    private static List<String> names(Resolution resolution) {
        return assertInstanceOf(Resolution.Found.class, resolution).targets().stream()
                .map(Target::user)
                .map(user -> user.login())
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whoIsInThoseTablesIsInAndHasARowHere(String name) throws Exception {
        SqlStore store = store(name);
        try (TestDatabase tables = postfixadmin(name);
                QueriedAccounts accounts = accounts(tables, "MD5-CRYPT")) {
            ForeignLogins logins = new ForeignLogins(store, accounts);
            LoginResult.Accepted alice =
                    assertInstanceOf(LoginResult.Accepted.class, logins.login("Alice@Example.test", "secret"));
            assertEquals("alice@example.test", alice.user().login());
            assertInstanceOf(LoginResult.Accepted.class, logins.login("alice@example.test", "secret"));
            assertInstanceOf(LoginResult.Accepted.class, logins.login("bob@example.test", "secret"));
            Users.Login row =
                    store.read(tx -> tx.users().login("alice@example.test")).orElseThrow();
            assertEquals(new Credential("UNUSED", "md5"), row.credential());
            assertEquals(1_000_000, row.user().quota());
            for (String who : List.of(
                    "gone@example.test", "empty@example.test", "nobody@example.test", "'; DROP TABLE mailbox; --")) {
                for (String password : List.of("secret", "", "UNUSED")) {
                    assertInstanceOf(LoginResult.Denied.class, logins.login(who, password), who);
                }
            }
            assertInstanceOf(LoginResult.Denied.class, logins.login("alice@example.test", "wrong"));
            assertInstanceOf(LoginResult.Denied.class, logins.login("alice@example.test", MD5_CRYPT));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void addressesLeadWhereThoseTablesSay(String name) throws Exception {
        try (TestDatabase tables = postfixadmin(name);
                QueriedAccounts accounts = accounts(tables, "MD5-CRYPT")) {
            ForeignLogins logins = new ForeignLogins(store(name), accounts);
            assertEquals(List.of("alice@example.test"), names(logins.resolve("alice@example.test")));
            assertEquals(List.of("alice@example.test"), names(logins.resolve("Alice+box@Example.test")));
            for (String domain : List.of("example.test", "example.net", "other.test")) {
                assertTrue(accounts.hasDomain(domain), domain);
            }
            assertFalse(accounts.hasDomain("closed.test"));
            assertFalse(accounts.hasDomain("elsewhere.test"));
            // another name of the domain
            assertEquals(List.of("alice@example.test"), names(logins.resolve("alice@example.net")));
            assertEquals(List.of("alice@example.test", "bob@example.test"), names(logins.resolve("chain@example.net")));
            assertEquals(
                    1,
                    ((Resolution.Found) logins.resolve("team@example.test"))
                            .forwards()
                            .size());
            assertEquals(List.of("bob@example.test"), names(logins.resolve("whoever@other.test")));
            for (String nobody : List.of(
                    "nobody@example.test",
                    "nobody@example.net",
                    "off@example.test",
                    "eve@closed.test",
                    "x@elsewhere.test")) {
                assertInstanceOf(Resolution.Unknown.class, logins.resolve(nobody), nobody);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aSessionEndsWithItsPassword(String name) throws Exception {
        try (TestDatabase tables = postfixadmin(name);
                QueriedAccounts accounts = accounts(tables, "MD5-CRYPT")) {
            ForeignLogins logins = new ForeignLogins(store(name), accounts);
            List<String> ended = new ArrayList<>();
            for (String who : List.of("alice@example.test", "bob@example.test")) {
                LoginResult.Accepted in = assertInstanceOf(LoginResult.Accepted.class, logins.login(who, "secret"));
                in.open().whenRevoked(() -> ended.add(who));
            }
            logins.lookAround();
            assertEquals(List.of(), ended);
            tables.execute("UPDATE mailbox SET password = '{PLAIN}another' WHERE username = 'bob@example.test'");
            logins.lookAround();
            assertEquals(List.of("bob@example.test"), ended);
        }
    }

    @Test
    void theDefaultSchemeIsOfWhatSaysNone() throws Exception {
        try (TestDatabase tables = postfixadmin("sqlite")) {
            tables.execute("UPDATE mailbox SET password = 'secret' WHERE username = 'alice@example.test'");
            try (QueriedAccounts accounts = accounts(tables, "PLAIN")) {
                ForeignLogins logins = new ForeignLogins(store("sqlite"), accounts);
                assertInstanceOf(LoginResult.Accepted.class, logins.login("alice@example.test", "secret"));
                assertInstanceOf(LoginResult.Accepted.class, logins.login("bob@example.test", "secret"));
            }
        }
    }

    @Test
    void tablesThatAreNotThereAreTroubleOfOurs() throws Exception {
        try (TestDatabase tables = postfixadmin("sqlite");
                QueriedAccounts accounts = accounts(tables, "MD5-CRYPT")) {
            tables.execute("DROP TABLE mailbox");
            ForeignLogins logins = new ForeignLogins(store("sqlite"), accounts);
            assertEquals(
                    Reason.UNAVAILABLE,
                    assertThrows(Refusal.class, () -> logins.login("alice@example.test", "secret"))
                            .reason());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT password FROM t WHERE u = ?       | write :name, :local or :domain and not a question mark
            SELECT password FROM t WHERE u = :user   | there is no :user, but :name, :local and :domain
            """)
    void aStatementThatCannotBeReadIsSaidSo(String statement, String message) {
        IllegalArgumentException bad = assertThrows(
                IllegalArgumentException.class,
                () -> QueriedAccounts.open(QuerySettings.from(Settings.parse(
                        "dbmail.conf", "[ACCOUNTS]\ndburi = sqlite:///none\nuser_query = " + statement + "\n"))));
        assertTrue(String.valueOf(bad.getMessage()).equals(message), bad::getMessage);
    }
}
