package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.core.auth.Authenticator;
import org.jdbmail.core.auth.ChannelBindings;
import org.jdbmail.core.auth.Guard;
import org.jdbmail.core.auth.Hashing;
import org.jdbmail.core.auth.LoginJournal;
import org.jdbmail.core.auth.LoginOptions;
import org.jdbmail.core.auth.LoginResult;
import org.jdbmail.core.auth.Peer;
import org.jdbmail.core.auth.Revocations;
import org.jdbmail.core.directory.StoreDirectory;
import org.jdbmail.core.password.Password;
import org.jdbmail.core.password.PasswordScheme;
import org.jdbmail.core.password.Passwords;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.jdbmail.testkit.net.Eventually;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written down of logins, in DBMail's tables, as DBMail writes it. */
class LoginLogTest {
    private static final String EACH =
            "SELECT userid, service, src_ip, src_port, dst_ip, dst_port, status, login_time, logout_time, bytes_rx, bytes_tx"
                    + " FROM dbmail_authlog WHERE ";

    private TestDatabase database;
    private SqlStore store;
    private LoginJournal journal;
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private final InstantSource clock = () -> now;

    private static List<String> databases() {
        return TestDatabases.names();
    }

    private void on(String name) {
        database = TestDatabases.create(name);
        store = SqlStore.open(StoreContract.config(database), SqlStoreOptions.DEFAULT);
        Passwords passwords = new Passwords();
        store.write(tx ->
                tx.users().create("alice", passwords.encode(Password.of("secret"), PasswordScheme.PLAINTEXT), 0, 0));
    }

    @AfterEach
    void closeTheStore() {
        journal.close();
        store.close();
        database.close();
    }

    private Authenticator authenticator(boolean keepsLog, Set<String> beforeSmtp) {
        journal = new LoginJournal(store, keepsLog, clock).start();
        return new Authenticator(
                store,
                new StoreDirectory(store, clock, Duration.ZERO),
                new Passwords(),
                Hashing.AT_ONCE,
                new Guard(Guard.Rules.USUAL, address -> true, clock),
                new LoginOptions(
                        10,
                        Duration.ofMillis(1),
                        Set.of(),
                        Map.of(),
                        beforeSmtp,
                        PasswordScheme.PLAINTEXT,
                        false,
                        false),
                journal,
                new Revocations(store, Duration.ofMinutes(1)),
                clock);
    }

    private static LoginResult login(Authenticator authenticator, String service, String name, String password) {
        Peer peer = new Peer(
                service,
                new InetSocketAddress("2001:db8::7", 4711),
                new InetSocketAddress("127.0.0.1", 143),
                true,
                false,
                ChannelBindings.none(),
                Optional.empty());
        return authenticator.login(name, "", Password.of(password), peer);
    }

    private void becomes(String expected, String query) throws Exception {
        Eventually.isTrue(Duration.ofSeconds(20), expected, () -> expected.equals(ask(query)));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aSessionIsARowThatIsClosedAtItsEnd(String name) throws Exception {
        on(name);
        Authenticator authenticator = authenticator(true, Set.of());
        LoginResult.Accepted in =
                assertInstanceOf(LoginResult.Accepted.class, login(authenticator, "imap", "ALICE", "secret"));
        String address = "2001:db8:0:0:0:0:0:7 4711 127.0.0.1 143";
        becomes("alice imap " + address + " active 10:00:00 10:00:00 0 0", EACH + "status <> 'failed'");
        now = now.plusSeconds(125);
        authenticator.closed(in, 123, 4567);
        becomes("alice imap " + address + " closed 10:00:00 10:02:05 123 4567", EACH + "status <> 'failed'");
        assertEquals("1", ask("SELECT count(*) FROM dbmail_authlog"));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aWrongPasswordIsARowAndSoIsANameThatNobodyHas(String name) throws Exception {
        on(name);
        Authenticator authenticator = authenticator(true, Set.of());
        assertInstanceOf(LoginResult.Denied.class, login(authenticator, "pop3", "alice", "wrong"));
        assertInstanceOf(LoginResult.Denied.class, login(authenticator, "sieve", "nobody".repeat(30), "wrong"));
        String address = "2001:db8:0:0:0:0:0:7 4711 127.0.0.1 143";
        becomes("alice pop3 " + address + " failed 10:00:00 10:00:00 0 0", EACH + "service = 'pop3'");
        // The column's length.
        becomes("nobody".repeat(30).substring(0, 100), "SELECT userid FROM dbmail_authlog WHERE service = 'sieve'");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void withoutTheSettingThereIsNoRowButLastLogin(String name) throws Exception {
        on(name);
        Authenticator authenticator = authenticator(false, Set.of());
        assertInstanceOf(LoginResult.Accepted.class, login(authenticator, "imap", "alice", "secret"));
        becomes("10:00:00", "SELECT last_login FROM dbmail_users WHERE userid = 'alice'");
        assertEquals("0", ask("SELECT count(*) FROM dbmail_authlog"));
        assertEquals("0", ask("SELECT count(*) FROM dbmail_pbsp"));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whoReadsMayThenSendFromThereWhereThatIsWanted(String name) throws Exception {
        on(name);
        Authenticator authenticator = authenticator(false, Set.of("pop3"));
        assertInstanceOf(LoginResult.Accepted.class, login(authenticator, "imap", "alice", "secret"));
        assertInstanceOf(LoginResult.Accepted.class, login(authenticator, "pop3", "alice", "secret"));
        String seen = "SELECT ipnumber, since FROM dbmail_pbsp";
        // The column is an address on PostgreSQL, and text elsewhere.
        String address = name.equals("postgresql") ? "2001:db8::7" : "2001:db8:0:0:0:0:0:7";
        becomes(address + " 10:00:00", seen);
        assertEquals("1", ask("SELECT count(*) FROM dbmail_pbsp"));
        // Wrong passwords open nothing.
        database.execute("DELETE FROM dbmail_pbsp");
        assertInstanceOf(LoginResult.Denied.class, login(authenticator, "pop3", "alice", "wrong"));
        journal.close();
        assertEquals("0", ask("SELECT count(*) FROM dbmail_pbsp"));
    }

    /** The first row that a query gives; of a time what a clock shows. */
    private String ask(String query) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            if (row.next()) {
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    values.add(String.valueOf(row.getString(i))
                            .replaceFirst("^\\d{4}-\\d\\d-\\d\\d (\\d\\d:\\d\\d:\\d\\d).*", "$1"));
                }
            }
            return String.join(" ", values);
        }
    }
}
