package org.jdbmail.cli.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.auth.Authenticator;
import org.jdbmail.core.auth.ChannelBindings;
import org.jdbmail.core.auth.Guard;
import org.jdbmail.core.auth.Hashing;
import org.jdbmail.core.auth.Login;
import org.jdbmail.core.auth.LoginOptions;
import org.jdbmail.core.auth.Peer;
import org.jdbmail.core.directory.StoreDirectory;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.password.Password;
import org.jdbmail.core.password.PasswordScheme;
import org.jdbmail.core.password.Passwords;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in, on a real store. */
class AuthenticatorTest {
    private static final Peer PEER = new Peer(
            "imap",
            new InetSocketAddress("192.0.2.7", 4711),
            new InetSocketAddress("127.0.0.1", 143),
            true,
            false,
            ChannelBindings.none(),
            Optional.empty());

    @TempDir
    static Path folder;

    private static String url;
    private static Store store;
    private static final Passwords PASSWORDS = new Passwords();

    @BeforeAll
    static void openTheStore() throws Failure {
        url = "jdbc:sqlite:" + folder.resolve("mail.db");
        Opening opening = new Opening(Optional.empty());
        store = opening.store(opening.settings(Optional.empty(), Optional.of(url)));
    }

    @AfterAll
    static void closeTheStore() {
        store.close();
    }

    @Test
    void theRightPasswordGetsInWhateverTheCaseOfTheName() {
        long id = account("Right@Example.test", PasswordScheme.ARGON2ID);
        Authenticator authenticator = authenticator(false);
        Login.Accepted accepted =
                assertInstanceOf(Login.Accepted.class, login(authenticator, "right@example.TEST", "secret"));
        assertEquals(id, accepted.user().id());
        assertTrue(accepted.logRow().isEmpty());
        assertDenied(authenticator, "right@example.test", "Secret");
        assertDenied(authenticator, "right@example.test", "");
    }

    @Test
    void nobodyGetsInByAnUnknownEmptyOrImpossibleName() {
        Authenticator authenticator = authenticator(false);
        for (String name :
                List.of("", "nosuch", "a\0b", "x".repeat(300), User.ANYONE, User.PUBLIC, User.INTERNAL_DELIVERY)) {
            assertDenied(authenticator, name, "");
            assertDenied(authenticator, name, "secret");
        }
    }

    @Test
    void dbmailsOwnAccountsStayOutEvenWithAPassword() {
        Authenticator authenticator = authenticator(false);
        long anyone =
                store.read(tx -> tx.users().find(User.ANYONE)).orElseThrow().id();
        store.write(tx -> {
            tx.users().setCredential(anyone, new Credential("secret", ""));
            return anyone;
        });
        assertDenied(authenticator, User.ANYONE, "secret");
    }

    @Test
    void aChangedPasswordAndADisabledAccountCountAtOnceAlthoughRightPasswordsAreRemembered() {
        long id = account("changing", PasswordScheme.ARGON2ID);
        Authenticator authenticator = authenticator(false);
        assertInstanceOf(Login.Accepted.class, login(authenticator, "changing", "secret"));
        store.write(tx -> {
            tx.users().setCredential(id, PASSWORDS.encode(Password.of("new"), PasswordScheme.ARGON2ID));
            return id;
        });
        assertDenied(authenticator, "changing", "secret");
        assertInstanceOf(Login.Accepted.class, login(authenticator, "changing", "new"));
        store.write(tx -> {
            tx.users().setActive(id, false);
            return id;
        });
        assertDenied(authenticator, "changing", "new");
    }

    @Test
    void aRememberedPasswordIsMuchFasterAndAWrongOneNeverIs() {
        account("often", PasswordScheme.ARGON2ID);
        Authenticator authenticator = authenticator(false);
        assertInstanceOf(Login.Accepted.class, login(authenticator, "often", "secret"));
        long right = fastest(() -> assertInstanceOf(Login.Accepted.class, login(authenticator, "often", "secret")));
        long wrong = fastest(() -> assertDenied(authenticator, "often", "wrong"));
        long unknown = fastest(() -> assertDenied(authenticator, "not-often", "wrong"));
        account("plain", PasswordScheme.PLAINTEXT);
        long plain = fastest(() -> assertDenied(authenticator, "plain", "wrong"));
        assertTrue(right * 3 < wrong, "right " + right + " µs, wrong " + wrong + " µs");
        assertTrue(unknown * 2 > wrong, "unknown " + unknown + " µs, wrong " + wrong + " µs");
        assertTrue(plain * 2 > wrong, "plain " + plain + " µs, wrong " + wrong + " µs");
    }

    @Test
    void theTimeOfALoginIsWrittenOnceAMinuteAtMost() throws SQLException {
        account("timed", PasswordScheme.SHA256);
        List<Instant> clock = new ArrayList<>(List.of(Instant.parse("2026-03-01T10:00:00Z")));
        Authenticator authenticator = authenticator(false, 100, clock::getLast);
        login(authenticator, "timed", "secret");
        String first = column("SELECT last_login FROM dbmail_users WHERE userid = 'timed'");
        clock.add(Instant.parse("2026-03-01T10:00:30Z"));
        login(authenticator, "timed", "secret");
        assertEquals(first, column("SELECT last_login FROM dbmail_users WHERE userid = 'timed'"));
        assertTrue(first.startsWith("2026-03-01"), first);
    }

    @Test
    void theLogOfLoginsHasEachLoginItsEndAndTheFailures() throws SQLException {
        account("logged", PasswordScheme.SHA256);
        Authenticator authenticator = authenticator(true);
        Login.Accepted accepted = assertInstanceOf(Login.Accepted.class, login(authenticator, "logged", "secret"));
        String row = "FROM dbmail_authlog WHERE id = " + accepted.logRow().orElseThrow();
        assertEquals("active", column("SELECT status " + row));
        assertEquals("logged", column("SELECT userid " + row));
        assertEquals("imap", column("SELECT service " + row));
        assertEquals("4711", column("SELECT src_port " + row));
        authenticator.closed(accepted, 123, 4567);
        assertEquals("closed", column("SELECT status " + row));
        assertEquals("4567", column("SELECT bytes_tx " + row));
        assertDenied(authenticator, "logged", "wrong");
        assertEquals("1", column("SELECT count(*) FROM dbmail_authlog WHERE userid = 'logged' AND status = 'failed'"));
    }

    @Test
    void whoHasTooManySessionsGetsInAgainWhenOneHasEnded() {
        account("busy", PasswordScheme.SHA256);
        account("other", PasswordScheme.SHA256);
        Authenticator authenticator = authenticator(false, 2, InstantSource.system());
        Login.Accepted first = assertInstanceOf(Login.Accepted.class, login(authenticator, "busy", "secret"));
        assertInstanceOf(Login.Accepted.class, login(authenticator, "busy", "secret"));
        for (int i = 0; i < 3; i++) {
            Refusal refusal = assertThrows(Refusal.class, () -> login(authenticator, "BUSY", "secret"));
            assertEquals(Reason.LIMIT, refusal.reason());
        }
        // Who does not know the password is told nothing about sessions.
        assertDenied(authenticator, "busy", "wrong");
        assertInstanceOf(Login.Accepted.class, login(authenticator, "other", "secret"));
        authenticator.closed(first, 0, 0);
        assertInstanceOf(Login.Accepted.class, login(authenticator, "busy", "secret"));
        assertThrows(Refusal.class, () -> login(authenticator, "busy", "secret"));
    }

    @Test
    void manyLoginsAtATimeFillTheirPlacesExactly() throws Exception {
        account("crowd", PasswordScheme.SHA256);
        Authenticator authenticator = authenticator(false, 7, InstantSource.system());
        ConcurrentLinkedQueue<Login.Accepted> in = new ConcurrentLinkedQueue<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                threads.execute(() -> {
                    try {
                        in.add((Login.Accepted) login(authenticator, "crowd", "secret"));
                    } catch (Refusal full) {
                        assertEquals(Reason.LIMIT, full.reason());
                    }
                });
            }
        }
        assertEquals(7, in.size());
        in.forEach(each -> authenticator.closed(each, 0, 0));
        for (int i = 0; i < 7; i++) {
            assertInstanceOf(Login.Accepted.class, login(authenticator, "crowd", "secret"));
        }
        assertThrows(Refusal.class, () -> login(authenticator, "crowd", "secret"));
    }

    private static Authenticator authenticator(boolean keepsLog) {
        return authenticator(keepsLog, 100, InstantSource.system());
    }

    private static Authenticator authenticator(boolean keepsLog, int maxSessions, InstantSource clock) {
        return new Authenticator(
                store,
                new StoreDirectory(store, clock, Duration.ZERO),
                PASSWORDS,
                Hashing.AT_ONCE,
                new Guard(Guard.Rules.USUAL, address -> true, clock),
                new LoginOptions(keepsLog, maxSessions, Duration.ofMillis(1)),
                clock);
    }

    private static long account(String login, PasswordScheme scheme) {
        Credential credential = PASSWORDS.encode(Password.of("secret"), scheme);
        return store.write(tx -> tx.users().create(login, credential, 0, 0));
    }

    private static Login login(Authenticator authenticator, String name, String password) {
        return authenticator.login(name, "", Password.of(password), PEER);
    }

    private static void assertDenied(Authenticator authenticator, String name, String password) {
        assertInstanceOf(Login.Denied.class, login(authenticator, name, password));
    }

    /** The shortest of a few runs, in microseconds: what the machine does beside makes the others longer. */
    private static long fastest(Runnable run) {
        long fastest = Duration.ofMinutes(1).toNanos();
        for (int i = 0; i < 7; i++) {
            long start = System.nanoTime();
            run.run();
            fastest = Math.min(fastest, System.nanoTime() - start);
        }
        return fastest / 1000;
    }

    private static String column(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            assertTrue(rows.next());
            return rows.getString(1);
        }
    }
}
