package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Failures;
import org.jdbmail.core.store.Failures.Row;
import org.jdbmail.core.store.LoginRules.Rule;
import org.jdbmail.core.store.Maintenance.LoginEntry;
import org.jdbmail.core.store.Maintenance.LoginOrder;
import org.jdbmail.core.store.Maintenance.LoginSearch;
import org.jdbmail.core.store.Secret;
import org.jdbmail.core.store.Secrets.Need;
import org.jdbmail.core.store.User;
import org.jdbmail.sql.SqlStore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What accounts prove themselves by beside their password, and the rules for names. */
final class SecretsTest extends StoreContract {
    private static Secret app(String name, Set<String> services) {
        return new Secret(
                Secret.Kind.APP,
                name,
                "{SSHA256}abc",
                "",
                services,
                DATE,
                Optional.of(DATE.plus(Duration.ofDays(1))),
                Optional.empty());
    }

    private static boolean meets(SqlStore store, Need need) {
        return store.read(tx -> tx.secrets().allMeet(need));
    }

    private static boolean haveRules(SqlStore store) {
        return store.read(tx -> tx.loginRules().exist());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void secretsComeBackAsTheyWerePutAndGoWithTheirAccount(String name) {
        SqlStore store = store(name);
        long user = account(store).user();
        Secret phone = app("Phone", Set.of("imap", "smtp"));
        Secret lowerPhone = app("phone", Set.of());
        Secret keys = Secret.ofPassword(Secret.Kind.SCRAM_SHA_256, "{SCRAM-SHA-256}x", "bound", DATE);
        store.write(tx -> {
            tx.secrets().put(user, phone);
            tx.secrets().put(user, lowerPhone);
            tx.secrets().put(user, keys);
            tx.secrets().put(user, keys);
            tx.secrets().used(user, "Phone", DATE.plusSeconds(5));
            return user;
        });
        List<Secret> found = store.read(tx -> tx.secrets().of(user));
        assertEquals(3, found.size());
        assertTrue(found.contains(lowerPhone), found::toString);
        assertTrue(found.contains(keys), found::toString);
        assertEquals(
                Optional.of(DATE.plusSeconds(5)),
                found.stream()
                        .filter(s -> s.name().equals("Phone"))
                        .findFirst()
                        .orElseThrow()
                        .lastUsed());
        store.write(tx -> {
            tx.secrets().removeOfPassword(user);
            assertTrue(tx.secrets().remove(user, Secret.Kind.APP, "phone"));
            assertFalse(tx.secrets().remove(user, Secret.Kind.APP, "phone"));
            return user;
        });
        assertEquals(1, store.read(tx -> tx.secrets().of(user)).size());
        store.write(tx -> {
            tx.users().delete(user);
            return user;
        });
        assertEquals(List.of(), store.read(tx -> tx.secrets().of(user)));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aMechanismIsForAllOnlyWhereEveryPasswordIsStoredForIt(String name) {
        SqlStore store = store(name);
        store.write(tx -> {
            tx.users().list("*").stream().map(User::id).forEach(tx.users()::delete);
            return true;
        });
        assertFalse(meets(store, Need.PLAINTEXT), "there is nobody, and the next one may have a hash");
        store.write(tx -> {
            tx.users().create("plain", new Credential("secret", ""), 0, 0);
            tx.users().create("cram", new Credential("{CRAM-MD5}00", ""), 0, 0);
            tx.users().create("none", new Credential("", "argon2id"), 0, 0);
            return true;
        });
        assertTrue(meets(store, Need.CRAM_MD5));
        assertFalse(meets(store, Need.PLAINTEXT));
        assertFalse(meets(store, Need.SCRAM_SHA_256));
        long cram = store.read(tx -> tx.users().find("cram")).orElseThrow().id();
        store.write(tx -> {
            tx.secrets().put(cram, Secret.ofPassword(Secret.Kind.SCRAM_SHA_256, "{SCRAM-SHA-256}x", "b", DATE));
            return true;
        });
        // Keys that were made of another password are as good as none.
        assertFalse(meets(store, Need.SCRAM_SHA_256));
        store.write(tx -> {
            tx.secrets()
                    .put(cram, Secret.ofPassword(Secret.Kind.SCRAM_SHA_256, "{SCRAM-SHA-256}x", "{CRAM-MD5}00", DATE));
            return true;
        });
        assertTrue(meets(store, Need.SCRAM_SHA_256));
        assertFalse(meets(store, Need.SCRAM_SHA_1));
        store.write(tx -> {
            tx.users().setActive(cram, false);
            return true;
        });
        assertTrue(meets(store, Need.PLAINTEXT));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aSecretOfTheServersOwnIsMadeOnce(String name) {
        SqlStore store = store(name);
        assertEquals(Optional.empty(), store.read(tx -> tx.secrets().own("test")));
        assertEquals("one", store.write(tx -> tx.secrets().own("test", () -> "one", DATE)));
        assertEquals("one", store.write(tx -> tx.secrets().own("test", () -> "two", DATE)));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void rulesForANameAreThoseOfTheNameAndThoseForAll(String name) throws Exception {
        SqlStore store = store(name);
        assertFalse(haveRules(store));
        opened(name)
                .database()
                .execute("INSERT INTO dbmail_usermap (login, sock_allow, sock_deny, userid) VALUES"
                        + " ('joe', 'inet:192.0.2.1:143', '', 'joe@a.test'), ('ANY', '', '', '%s@b.test'),"
                        + " ('other', '', '', 'x'), ('jo\u00e9', '', '', 'y')");
        assertTrue(haveRules(store));
        List<Rule> rules = store.read(tx -> tx.loginRules().of("JOE"));
        assertEquals(
                Set.of("joe@a.test", "%s@b.test"),
                Set.copyOf(rules.stream().map(Rule::userId).toList()));
        opened(name).database().execute("DELETE FROM dbmail_usermap");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void wrongLoginsAddUpAndAreForgivenAndLifted(String name) {
        SqlStore store = store(name);
        Row one = new Row(Failures.Kind.NETWORK, "192.0.2.7", 1, DATE, Optional.empty());
        Instant until = DATE.plusSeconds(900);
        store.write(tx -> {
            tx.failures().add(one, 60, DATE);
            tx.failures().add(new Row(one.kind(), one.subject(), 2, DATE, Optional.of(until)), 60, DATE);
            // Two minutes forgive two.
            tx.failures().add(new Row(one.kind(), one.subject(), 1, DATE.plusSeconds(120), Optional.empty()), 60, DATE);
            return true;
        });
        Row expected = new Row(one.kind(), one.subject(), 2, DATE.plusSeconds(120), Optional.of(until));
        assertEquals(List.of(expected), store.read(tx -> tx.failures().since(DATE)));
        assertEquals(List.of(expected), store.read(tx -> tx.failures().barred(DATE)));
        assertEquals(List.of(), store.read(tx -> tx.failures().barred(until)));
        assertEquals(List.of(), store.read(tx -> tx.failures().since(DATE.plusSeconds(1))));
        boolean isLifted = store.write(tx -> tx.failures().lift("192.0.2.7", DATE.plusSeconds(5)));
        assertTrue(isLifted);
        assertEquals(List.of(), store.read(tx -> tx.failures().barred(DATE)));
        int forgotten = store.write(tx -> tx.failures().forget(DATE.plusSeconds(6)));
        assertEquals(1, forgotten);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void triedCodesAreCountedUntilOneIsRight(String name) {
        SqlStore store = store(name);
        Row tried = new Row(Failures.Kind.CODE, "7", 1, DATE, Optional.empty());
        store.write(tx -> {
            tx.failures().add(tried, 60, DATE);
            tx.failures().add(tried, 60, DATE);
            return true;
        });
        assertEquals(
                2.0,
                store.read(tx -> tx.failures().find(Failures.Kind.CODE, "7"))
                        .orElseThrow()
                        .height());
        assertEquals(Optional.empty(), store.read(tx -> tx.failures().find(Failures.Kind.NETWORK, "7")));
        store.write(tx -> {
            tx.failures().forgive(Failures.Kind.CODE, "7", DATE);
            return true;
        });
        assertEquals(
                0.0,
                store.read(tx -> tx.failures().find(Failures.Kind.CODE, "7"))
                        .orElseThrow()
                        .height());
        int forgotten = store.write(tx -> tx.failures().forget(DATE.plusSeconds(6)));
        assertEquals(1, forgotten);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void loginsAreLookedForByWhoWhatAndWhere(String name) {
        SqlStore store = store(name);
        InetSocketAddress here = new InetSocketAddress("192.0.2.9", 1);
        InetSocketAddress there = new InetSocketAddress("192.0.2.10", 1);
        store.write(tx -> {
            tx.authLog().opened("ann-of-the-log", "imap", here, there, false, DATE);
            tx.authLog().opened("ann-of-the-log", "pop3", there, here, true, DATE.plusSeconds(1));
            tx.authLog().opened("ben-of-the-log", "imap", here, there, false, DATE.plusSeconds(2));
            return true;
        });
        assertEquals(2, store.maintenance().logins("ann-of-the-log", "", 10).size());
        assertEquals(
                List.of("pop3"),
                store
                        .maintenance()
                        .logins(new LoginSearch(
                                "ann-of-the-log", "failed", "", "192.0.2.10", LoginOrder.WHEN, true, 0, 10))
                        .stream()
                        .map(LoginEntry::service)
                        .toList());
        assertEquals(
                List.of("ann-of-the-log"),
                store
                        .maintenance()
                        .logins(new LoginSearch("", "", "imap", "192.0.2.9", LoginOrder.WHEN, true, 1, 1))
                        .stream()
                        .map(LoginEntry::login)
                        .toList());
        assertTrue(store.maintenance().claim("a task", DATE, Duration.ofDays(1)));
        assertEquals(DATE, store.maintenance().tasks().get("a task"));
    }
}
