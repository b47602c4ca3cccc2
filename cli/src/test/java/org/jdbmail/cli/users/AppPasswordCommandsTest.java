package org.jdbmail.cli.users;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.cli.Fixture;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.core.password.AppPasswords;
import org.jdbmail.core.password.Password;
import org.jdbmail.core.password.Passwords;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Secret;
import org.jdbmail.core.store.Store;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jdbmail users app-passwords}. */
class AppPasswordCommandsTest {
    @TempDir
    private Path folder;

    private Fixture fixture = new Fixture("");

    @BeforeEach
    void makeAnAccount() {
        fixture = new Fixture("jdbc:sqlite:" + folder.resolve("mail.db"));
        try (Store store = fixture.open()) {
            Fixture.account(store, "alice");
        }
    }

    private Ran run(String... words) {
        return fixture.jdbmail(java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("users", "app-passwords"), java.util.stream.Stream.of(words))
                .toArray(String[]::new));
    }

    private List<Secret> secrets() {
        try (Store store = fixture.open()) {
            return store.read(
                    tx -> tx.secrets().of(tx.users().find("alice").orElseThrow().id()));
        }
    }

    @Test
    void onePrintsItsPasswordOnceAndIsForItsServicesUntilItsEnd() {
        Ran made = run("add", "alice", "phone", "--services", "imap,SMTP", "--until", "2099-12-31");
        assertEquals(0, made.status(), made.err());
        String password = made.out().strip();
        assertTrue(password.matches("(?:[a-z2-9]{4}-){3}[a-z2-9]{4}"), made.out());
        Secret secret = secrets().getFirst();
        assertEquals(Set.of("imap", "smtp"), secret.services());
        assertEquals(Optional.of(Instant.parse("2100-01-01T00:00:00Z")), secret.expires());
        Password typed = Password.of(AppPasswords.bare(password.getBytes(UTF_8)));
        assertTrue(new Passwords().matches(typed, new Credential(secret.encoded(), "")));
        Ran list = run("list", "alice");
        assertTrue(list.out().contains("imap, smtp"), list.out());
        assertFalse(list.out().contains(password), list.out());
        assertFalse(list.out().contains("{SSHA256}"), list.out());
    }

    @Test
    void theLastUseIsListed() {
        assertEquals(0, run("add", "alice", "phone").status());
        assertTrue(run("list", "alice", "--json").out().contains("\"last_used\": null"));
        try (Store store = fixture.open()) {
            store.write(tx -> {
                tx.secrets().used(tx.users().find("alice").orElseThrow().id(), "phone", Fixture.DATE);
                return 0;
            });
        }
        String json = run("list", "alice", "--json").out();
        assertTrue(json.contains("\"last_used\": \"2026-01-02T03:04:05Z\""), json);
        assertTrue(json.contains("\"services\": [\"all\"]"), json);
    }

    @Test
    void aRevokedOneIsGoneAndAnotherStays() {
        run("add", "alice", "phone");
        run("add", "alice", "laptop");
        assertEquals(0, run("revoke", "alice", "phone", "--dry-run").status());
        assertEquals(2, secrets().size());
        assertEquals(new Ran(0, "Revoked the app password \"phone\" of alice.\n", ""), run("revoke", "alice", "phone"));
        assertEquals(List.of("laptop"), secrets().stream().map(Secret::name).toList());
        assertEquals(1, run("revoke", "alice", "phone").status());
    }

    @Test
    void whatCannotBeIsRefusedInOneLine() {
        run("add", "alice", "phone");
        assertRefused(1, run("add", "alice", "phone"));
        assertRefused(1, run("add", "nobody", "phone"));
        assertRefused(1, run("list", "nobody"));
        assertRefused(Failure.USAGE, run("add", "alice", "x", "--services", "telnet"));
        assertRefused(Failure.USAGE, run("add", "alice", "x", "--until", "soon"));
        assertRefused(Failure.USAGE, run("add", "alice", "x", "--until", "2001-01-01"));
        assertRefused(Failure.USAGE, run("add", "alice", " "));
        assertEquals(1, secrets().size());
    }

    private static void assertRefused(int status, Ran ran) {
        assertEquals(status, ran.status(), ran.err());
        assertEquals("", ran.out());
        assertEquals(1, ran.err().lines().count(), ran.err());
    }
}
