package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
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
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.password.AppPasswords;
import org.jdbmail.core.password.Password;
import org.jdbmail.core.password.PasswordScheme;
import org.jdbmail.core.password.Passwords;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Secret;
import org.jdbmail.core.store.User;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.testkit.net.Eventually;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who gets in, over a real store. */
class AuthenticatorTest extends StoreContract {
    private static final Peer PEER = new Peer(
            "imap",
            new InetSocketAddress("192.0.2.7", 4711),
            new InetSocketAddress("127.0.0.1", 143),
            true,
            false,
            ChannelBindings.none(),
            Optional.empty());

    private static final Passwords PASSWORDS = new Passwords();

    private final Map<String, Revocations> all = new HashMap<>();
    private String database = "";

    private void on(String name) {
        database = name;
        all.computeIfAbsent(name, none -> new Revocations(store(), Duration.ofMillis(50)).start());
    }

    private SqlStore store() {
        return store(database);
    }

    private Revocations revocations() {
        return Objects.requireNonNull(all.get(database));
    }

    @AfterAll
    void closeRevocations() {
        all.values().forEach(Revocations::close);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void theRightPasswordGetsInWhateverTheCaseOfTheName(String name) {
        on(name);
        long id = account("Right@Example.test", PasswordScheme.ARGON2ID);
        Authenticator authenticator = authenticator(false);
        LoginResult.Accepted accepted =
                assertInstanceOf(LoginResult.Accepted.class, login(authenticator, "right@example.TEST", "secret"));
        assertEquals(id, accepted.user().id());
        assertDenied(authenticator, "right@example.test", "Secret");
        assertDenied(authenticator, "right@example.test", "");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void nobodyGetsInByAnUnknownEmptyOrImpossibleName(String name) {
        on(name);
        Authenticator authenticator = authenticator(false);
        for (String login :
                List.of("", "nosuch", "a\0b", "x".repeat(300), User.ANYONE, User.PUBLIC, User.INTERNAL_DELIVERY)) {
            assertDenied(authenticator, login, "");
            assertDenied(authenticator, login, "secret");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void dbmailsOwnAccountsStayOutEvenWithAPassword(String name) {
        on(name);
        Authenticator authenticator = authenticator(false);
        long anyone =
                store().read(tx -> tx.users().find(User.ANYONE)).orElseThrow().id();
        store().write(tx -> {
            tx.users().setCredential(anyone, new Credential("secret", ""));
            return anyone;
        });
        assertDenied(authenticator, User.ANYONE, "secret");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aChangedPasswordAndADisabledAccountCountAtOnceAlthoughRightPasswordsAreRemembered(String name) {
        on(name);
        long id = account("changing", PasswordScheme.ARGON2ID);
        Authenticator authenticator = authenticator(false);
        assertInstanceOf(LoginResult.Accepted.class, login(authenticator, "changing", "secret"));
        store().write(tx -> {
            tx.users().setCredential(id, PASSWORDS.encode(Password.of("new"), PasswordScheme.ARGON2ID));
            return id;
        });
        assertDenied(authenticator, "changing", "secret");
        assertInstanceOf(LoginResult.Accepted.class, login(authenticator, "changing", "new"));
        store().write(tx -> {
            tx.users().setActive(id, false);
            return id;
        });
        assertDenied(authenticator, "changing", "new");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aRememberedPasswordIsMuchFasterAndAWrongOneNeverIs(String name) {
        on(name);
        account("often", PasswordScheme.ARGON2ID);
        Authenticator authenticator = authenticator(false);
        assertInstanceOf(LoginResult.Accepted.class, login(authenticator, "often", "secret"));
        long right =
                fastest(() -> assertInstanceOf(LoginResult.Accepted.class, login(authenticator, "often", "secret")));
        long wrong = fastest(() -> assertDenied(authenticator, "often", "wrong"));
        long unknown = fastest(() -> assertDenied(authenticator, "not-often", "wrong"));
        account("plain", PasswordScheme.PLAINTEXT);
        long plain = fastest(() -> assertDenied(authenticator, "plain", "wrong"));
        assertTrue(right * 3 < wrong, "right " + right + " µs, wrong " + wrong + " µs");
        assertTrue(unknown * 2 > wrong, "unknown " + unknown + " µs, wrong " + wrong + " µs");
        assertTrue(plain * 2 > wrong, "plain " + plain + " µs, wrong " + wrong + " µs");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void theTimeOfALoginIsWrittenOnceAMinuteAtMost(String name) {
        on(name);
        account("timed", PasswordScheme.SHA256);
        List<Instant> clock = new ArrayList<>(List.of(Instant.parse("2026-03-01T10:00:00Z")));
        Authenticator authenticator = authenticator(false, 100, clock::getLast);
        login(authenticator, "timed", "secret");
        String query = "SELECT last_login FROM dbmail_users WHERE userid = 'timed'";
        eventually("2026-03-01 10:00:00", () -> column(query).substring(0, 19));
        clock.add(Instant.parse("2026-03-01T10:00:30Z"));
        login(authenticator, "timed", "secret");
        account("latecomer", PasswordScheme.SHA256);
        login(authenticator, "latecomer", "secret");
        String later = "SELECT last_login FROM dbmail_users WHERE userid = 'latecomer'";
        eventually("2026-03-01 10:00:30", () -> column(later).substring(0, 19));
        assertTrue(column(query).startsWith("2026-03-01 10:00:00"), column(query));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void theLogOfLoginsHasEachLoginItsEndAndTheFailures(String name) {
        on(name);
        account("logged", PasswordScheme.SHA256);
        Authenticator authenticator = authenticator(true);
        LoginResult.Accepted accepted =
                assertInstanceOf(LoginResult.Accepted.class, login(authenticator, "logged", "secret"));
        String row = "FROM dbmail_authlog WHERE userid = 'logged' AND status <> 'failed'";
        eventually("active", () -> column("SELECT status " + row));
        assertEquals("imap", column("SELECT service " + row));
        assertEquals("4711", column("SELECT src_port " + row));
        authenticator.closed(accepted, 123, 4567);
        eventually("closed", () -> column("SELECT status " + row));
        assertEquals("4567", column("SELECT bytes_tx " + row));
        assertDenied(authenticator, "logged", "wrong");
        String failures = "SELECT count(*) FROM dbmail_authlog WHERE userid = 'logged' AND status = 'failed'";
        eventually("1", () -> column(failures));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void sessionsEndWhenTheirAccountIsDisabledDeletedOrHasAnotherPassword(String name) {
        on(name);
        Authenticator authenticator = authenticator(false);
        List<String> ended = new CopyOnWriteArrayList<>();
        for (String login : List.of("disabled", "deleted", "changed", "stays")) {
            account(login, PasswordScheme.SHA256);
            LoginResult.Accepted accepted =
                    assertInstanceOf(LoginResult.Accepted.class, login(authenticator, login, "secret"));
            accepted.open().whenRevoked(() -> ended.add(login));
        }
        store().write(tx -> {
            tx.users().setActive(tx.users().find("disabled").orElseThrow().id(), false);
            tx.users().delete(tx.users().find("deleted").orElseThrow().id());
            tx.users().setCredential(tx.users().find("changed").orElseThrow().id(), new Credential("another", ""));
            return true;
        });
        eventually(Set.of("disabled", "deleted", "changed"), () -> Set.copyOf(ended));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anAppPasswordIsForItsServicesUntilItsEndAndItsUseIsNoted(String name) {
        on(name);
        long id = account("apps", PasswordScheme.ARGON2ID);
        AppPasswords made = new AppPasswords();
        String phone = made.make();
        String old = made.make();
        String mailer = made.make();
        store().write(tx -> {
            tx.secrets().put(id, app("phone", made.encode(phone), Set.of("imap"), Optional.empty()));
            tx.secrets().put(id, app("old", made.encode(old), Set.of(), Optional.of(Instant.EPOCH)));
            tx.secrets().put(id, app("mailer", made.encode(mailer), Set.of("smtp"), Optional.empty()));
            return id;
        });
        Authenticator authenticator = authenticator(false);
        assertInstanceOf(LoginResult.Accepted.class, login(authenticator, "apps", phone));
        assertInstanceOf(
                LoginResult.Accepted.class,
                login(authenticator, "apps", phone.toUpperCase(Locale.ROOT).replace('-', ' ')));
        assertInstanceOf(LoginResult.Accepted.class, login(authenticator, "apps", "secret"));
        assertDenied(authenticator, "apps", old);
        assertDenied(authenticator, "apps", mailer);
        assertEquals(
                "1", column("SELECT count(*) FROM jdbmail_credential WHERE name = 'phone' AND last_used IS NOT NULL"));
    }

    private static Secret app(String name, String encoded, Set<String> services, Optional<Instant> end) {
        return new Secret(Secret.Kind.APP, name, encoded, "", services, Instant.EPOCH, end, Optional.empty());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aPasswordIsStoredAnewWhereThatIsWantedAndItsSessionStays(String name) {
        on(name);
        long id = account("renewed", PasswordScheme.SHA1);
        LoginOptions options = new LoginOptions(
                100, Duration.ofMillis(1), Set.of(), Map.of(), Set.of(), PasswordScheme.SHA512_CRYPT, true, true);
        Authenticator authenticator = authenticator(options, false, InstantSource.system());
        List<String> ended = new CopyOnWriteArrayList<>();
        assertInstanceOf(LoginResult.Accepted.class, login(authenticator, "renewed", "secret"))
                .open()
                .whenRevoked(() -> ended.add("renewed"));
        Credential stored =
                store().read(tx -> tx.users().login("renewed")).orElseThrow().credential();
        assertTrue(stored.encoded().startsWith("$6$"), stored.encoded());
        List<Secret> keys = store().read(tx -> tx.secrets().of(id));
        assertEquals(
                List.of(Secret.Kind.SCRAM_SHA_256),
                keys.stream().map(Secret::kind).toList());
        assertInstanceOf(LoginResult.Accepted.class, login(authenticator, "renewed", "secret"));
        assertEquals(
                stored,
                store().read(tx -> tx.users().login("renewed")).orElseThrow().credential());
        revocations().look();
        assertEquals(List.of(), ended);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void theSecondPasswordDoesWhatItIsFor(String name) {
        on(name);
        long id = account("forced", PasswordScheme.PLAINTEXT);
        store().write(tx -> {
            tx.users().setSecurityPassword(id, "help");
            tx.users().setSecurityAction(id, 1);
            tx.mailboxes().create(id, "INBOX", null);
            return tx.mailboxes().create(id, "Papers", null);
        });
        Authenticator authenticator = authenticator(false);
        assertDenied(authenticator, "forced", "helped");
        assertEquals(2, store().read(tx -> tx.mailboxes().ownedBy(id)).size());
        assertInstanceOf(LoginResult.Accepted.class, login(authenticator, "forced", "help"));
        assertEquals(0, store().read(tx -> tx.mailboxes().ownedBy(id)).size());
    }

    /** Who there is can't be told by the clock: no refusal comes before its time, whatever was wrong. */
    @ParameterizedTest
    @MethodSource("databases")
    void everyRefusalTakesItsTime(String name) {
        on(name);
        account("clocked", PasswordScheme.PLAINTEXT);
        long off = account("clocked-off", PasswordScheme.ARGON2ID);
        store().write(tx -> {
            tx.users().setActive(off, false);
            return off;
        });
        Duration refusal = Duration.ofMillis(400);
        Authenticator authenticator = authenticator(new LoginOptions(10, refusal), false, InstantSource.system());
        for (String login : List.of("clocked", "clocked-off", "clocked-nobody", "", "x".repeat(5000))) {
            long began = System.nanoTime();
            assertDenied(authenticator, login, "wrong");
            assertTrue(System.nanoTime() - began >= refusal.toNanos(), login);
        }
    }

    /**
     * What an attempt costs tells as little as its time, for that is all that is left to tell by while the machine is so busy
     * that a refusal misses its time.
     */
    @ParameterizedTest
    @MethodSource("databases")
    void everyRefusalIsComputedForAsLong(String name) {
        on(name);
        AtomicInteger computed = new AtomicInteger();
        Hashing counting = (source, work) -> {
            computed.incrementAndGet();
            return work.getAsBoolean();
        };
        InstantSource clock = InstantSource.system();
        Authenticator authenticator = authenticator(new LoginOptions(10, Duration.ofMillis(1)), false, clock, counting);
        account("cost-slow", PasswordScheme.ARGON2ID);
        account("cost-quick", PasswordScheme.PLAINTEXT);
        long remembered = account("cost-remembered", PasswordScheme.ARGON2ID);
        long offQuick = account("cost-off-quick", PasswordScheme.PLAINTEXT);
        long offApp = account("cost-off-app", PasswordScheme.ARGON2ID);
        long offSecond = account("cost-off-second", PasswordScheme.ARGON2ID);
        String app = new AppPasswords().make();
        assertInstanceOf(LoginResult.Accepted.class, login(authenticator, "cost-remembered", "secret"));
        store().write(tx -> {
            tx.secrets().put(offApp, app("phone", new AppPasswords().encode(app), Set.of(), Optional.empty()));
            tx.users().setSecurityPassword(offSecond, "help");
            for (long id : List.of(remembered, offQuick, offApp, offSecond)) {
                tx.users().setActive(id, false);
            }
            return true;
        });
        record Attempt(String login, String password) {}
        for (Attempt attempt : List.of(
                new Attempt("cost-nobody", "secret"),
                new Attempt("", "secret"),
                new Attempt("cost-slow", "wrong"),
                new Attempt("cost-quick", "wrong"),
                new Attempt("cost-remembered", "secret"),
                new Attempt("cost-remembered", "wrong"),
                new Attempt("cost-off-quick", "secret"),
                new Attempt("cost-off-quick", "wrong"),
                new Attempt("cost-off-app", app),
                new Attempt("cost-off-second", "help"))) {
            computed.set(0);
            assertDenied(authenticator, attempt.login(), attempt.password());
            assertEquals(1, computed.get(), attempt.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whoHasTooManySessionsGetsInAgainWhenOneHasEnded(String name) {
        on(name);
        account("busy", PasswordScheme.SHA256);
        account("other", PasswordScheme.SHA256);
        Authenticator authenticator = authenticator(false, 2, InstantSource.system());
        LoginResult.Accepted first =
                assertInstanceOf(LoginResult.Accepted.class, login(authenticator, "busy", "secret"));
        assertInstanceOf(LoginResult.Accepted.class, login(authenticator, "busy", "secret"));
        for (int i = 0; i < 3; i++) {
            Refusal refusal = assertThrows(Refusal.class, () -> login(authenticator, "BUSY", "secret"));
            assertEquals(Reason.LIMIT, refusal.reason());
        }
        // Who does not know the password is told nothing about sessions.
        assertDenied(authenticator, "busy", "wrong");
        assertInstanceOf(LoginResult.Accepted.class, login(authenticator, "other", "secret"));
        authenticator.closed(first, 0, 0);
        assertInstanceOf(LoginResult.Accepted.class, login(authenticator, "busy", "secret"));
        assertThrows(Refusal.class, () -> login(authenticator, "busy", "secret"));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void manyLoginsAtATimeFillTheirPlacesExactly(String name) throws Exception {
        on(name);
        account("crowd", PasswordScheme.SHA256);
        Authenticator authenticator = authenticator(false, 7, InstantSource.system());
        ConcurrentLinkedQueue<LoginResult.Accepted> in = new ConcurrentLinkedQueue<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                threads.execute(() -> {
                    try {
                        in.add((LoginResult.Accepted) login(authenticator, "crowd", "secret"));
                    } catch (Refusal full) {
                        assertEquals(Reason.LIMIT, full.reason());
                    }
                });
            }
        }
        assertEquals(7, in.size());
        in.forEach(each -> authenticator.closed(each, 0, 0));
        for (int i = 0; i < 7; i++) {
            assertInstanceOf(LoginResult.Accepted.class, login(authenticator, "crowd", "secret"));
        }
        assertThrows(Refusal.class, () -> login(authenticator, "crowd", "secret"));
    }

    private Authenticator authenticator(boolean keepsLog) {
        return authenticator(keepsLog, 100, InstantSource.system());
    }

    private Authenticator authenticator(boolean keepsLog, int maxSessions, InstantSource clock) {
        return authenticator(new LoginOptions(maxSessions, Duration.ofMillis(1)), keepsLog, clock);
    }

    private Authenticator authenticator(LoginOptions options, boolean keepsLog, InstantSource clock) {
        return authenticator(options, keepsLog, clock, Hashing.AT_ONCE);
    }

    private Authenticator authenticator(LoginOptions options, boolean keepsLog, InstantSource clock, Hashing hashing) {
        return new Authenticator(
                store(),
                new StoreDirectory(store(), clock, Duration.ZERO),
                PASSWORDS,
                hashing,
                new Guard(Guard.Rules.USUAL, address -> true, clock),
                options,
                new LoginJournal(store(), keepsLog, clock).start(),
                revocations(),
                clock);
    }

    private long account(String login, PasswordScheme scheme) {
        Credential credential = PASSWORDS.encode(Password.of("secret"), scheme);
        return store().write(tx -> tx.users().create(login, credential, 0, 0));
    }

    private static LoginResult login(Authenticator authenticator, String name, String password) {
        return authenticator.login(name, "", Password.of(password), PEER);
    }

    private static void assertDenied(Authenticator authenticator, String name, String password) {
        assertInstanceOf(LoginResult.Denied.class, login(authenticator, name, password));
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

    private static void eventually(Object expected, Callable<Object> actual) {
        try {
            Eventually.isTrue(Duration.ofSeconds(20), expected.toString(), () -> expected.equals(actual.call()));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private String column(String query) {
        try (Connection connection = opened(database).database().connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : "no row, for now";
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
