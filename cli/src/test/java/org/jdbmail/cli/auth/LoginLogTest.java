package org.jdbmail.cli.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.cli.Fixture;
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
import org.jdbmail.core.store.Store;
import org.jdbmail.testkit.net.Eventually;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written down of logins, in DBMail's tables, as DBMail writes it. */
class LoginLogTest {
    private static final String EACH =
            "SELECT userid || ' ' || service || ' ' || src_ip || ' ' || src_port || ' ' || dst_ip"
                    + " || ' ' || dst_port || ' ' || status || ' ' || substr(login_time, 12, 8) || ' ' || substr(logout_time, 12, 8)"
                    + " || ' ' || bytes_rx || ' ' || bytes_tx FROM dbmail_authlog WHERE ";

    @TempDir
    private Path folder;

    private Fixture fixture;
    private Store store;
    private LoginJournal journal;
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private final InstantSource clock = () -> now;

    @BeforeEach
    void openTheStore() {
        fixture = new Fixture("jdbc:sqlite:" + folder.resolve("mail.db"));
        store = fixture.open();
        Passwords passwords = new Passwords();
        store.write(tx ->
                tx.users().create("alice", passwords.encode(Password.of("secret"), PasswordScheme.PLAINTEXT), 0, 0));
    }

    @AfterEach
    void closeTheStore() {
        journal.close();
        store.close();
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
        Eventually.isTrue(Duration.ofSeconds(20), expected, () -> expected.equals(fixture.ask(query)));
    }

    @Test
    void aSessionIsARowThatIsClosedAtItsEnd() throws Exception {
        Authenticator authenticator = authenticator(true, Set.of());
        LoginResult.Accepted in =
                assertInstanceOf(LoginResult.Accepted.class, login(authenticator, "imap", "ALICE", "secret"));
        String address = "2001:db8:0:0:0:0:0:7 4711 127.0.0.1 143";
        becomes("alice imap " + address + " active 10:00:00 10:00:00 0 0", EACH + "status <> 'failed'");
        now = now.plusSeconds(125);
        authenticator.closed(in, 123, 4567);
        becomes("alice imap " + address + " closed 10:00:00 10:02:05 123 4567", EACH + "status <> 'failed'");
        assertEquals("1", fixture.ask("SELECT count(*) FROM dbmail_authlog"));
    }

    @Test
    void aWrongPasswordIsARowAndSoIsANameThatNobodyHas() throws Exception {
        Authenticator authenticator = authenticator(true, Set.of());
        assertInstanceOf(LoginResult.Denied.class, login(authenticator, "pop3", "alice", "wrong"));
        assertInstanceOf(LoginResult.Denied.class, login(authenticator, "sieve", "nobody".repeat(30), "wrong"));
        String address = "2001:db8:0:0:0:0:0:7 4711 127.0.0.1 143";
        becomes("alice pop3 " + address + " failed 10:00:00 10:00:00 0 0", EACH + "service = 'pop3'");
        // The column's length.
        becomes("nobody".repeat(30).substring(0, 100), "SELECT userid FROM dbmail_authlog WHERE service = 'sieve'");
    }

    @Test
    void withoutTheSettingThereIsNoRowButLastLogin() throws Exception {
        Authenticator authenticator = authenticator(false, Set.of());
        assertInstanceOf(LoginResult.Accepted.class, login(authenticator, "imap", "alice", "secret"));
        becomes("10:00:00", "SELECT substr(last_login, 12, 8) FROM dbmail_users WHERE userid = 'alice'");
        assertEquals("0", fixture.ask("SELECT count(*) FROM dbmail_authlog"));
        assertEquals("0", fixture.ask("SELECT count(*) FROM dbmail_pbsp"));
    }

    @Test
    void whoReadsMayThenSendFromThereWhereThatIsWanted() throws Exception {
        Authenticator authenticator = authenticator(false, Set.of("pop3"));
        assertInstanceOf(LoginResult.Accepted.class, login(authenticator, "imap", "alice", "secret"));
        assertInstanceOf(LoginResult.Accepted.class, login(authenticator, "pop3", "alice", "secret"));
        String seen = "SELECT ipnumber || ' ' || substr(since, 12, 8) FROM dbmail_pbsp";
        becomes("2001:db8:0:0:0:0:0:7 10:00:00", seen);
        assertEquals("1", fixture.ask("SELECT count(*) FROM dbmail_pbsp"));
        // Wrong passwords open nothing.
        fixture.execute("DELETE FROM dbmail_pbsp");
        assertInstanceOf(LoginResult.Denied.class, login(authenticator, "pop3", "alice", "wrong"));
        journal.close();
        assertEquals("0", fixture.ask("SELECT count(*) FROM dbmail_pbsp"));
    }
}
