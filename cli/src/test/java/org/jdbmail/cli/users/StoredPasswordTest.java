package org.jdbmail.cli.users;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jdbmail.cli.Fixture;
import org.jdbmail.cli.Programs;
import org.jdbmail.core.store.Secret;
import org.jdbmail.core.store.Secrets.Need;
import org.jdbmail.core.store.Store;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is stored of a password beside its hash, by the setting {@code scram_keys}. */
class StoredPasswordTest {
    @TempDir
    private Path folder;

    private Fixture fixture = new Fixture("");

    @BeforeEach
    void nameTheDatabase() {
        fixture = new Fixture("jdbc:sqlite:" + folder.resolve("mail.db"));
    }

    private List<Secret> secrets(String login) {
        try (Store store = fixture.open()) {
            return store.read(
                    tx -> tx.secrets().of(tx.users().find(login).orElseThrow().id()));
        }
    }

    @Test
    void keysAreMadeBesideAHashAndAnewWithEachPassword() {
        assertEquals(
                0, fixture.run("dbmail-users", "-a", "alice", "-w", "first").status());
        Secret keys = secrets("alice").getFirst();
        assertEquals(Secret.Kind.SCRAM_SHA_256, keys.kind());
        assertEquals(fixture.ask("SELECT passwd FROM dbmail_users WHERE userid = 'alice'"), keys.boundTo());
        assertEquals(
                0,
                fixture.jdbmail("users", "change", "alice", "--password", "second")
                        .status());
        Secret others = secrets("alice").getFirst();
        assertNotEquals(keys.encoded(), others.encoded());
        assertEquals(fixture.ask("SELECT passwd FROM dbmail_users WHERE userid = 'alice'"), others.boundTo());
        assertEquals(1, secrets("alice").size());
    }

    /** So that SCRAM is shown. */
    @Test
    void everyAccountCanThenUseScram() {
        fixture.run("dbmail-users", "-a", "alice", "-w", "secret");
        fixture.run("dbmail-users", "-a", "bob", "-w", "secret", "-p", "plaintext");
        try (Store store = fixture.open()) {
            assertTrue(store.<Boolean>read(tx -> tx.secrets().allMeet(Need.SCRAM_SHA_256)));
        }
    }

    @Test
    void keysGoWithAPasswordOfWhichNoneCanBeMade() {
        assertEquals(
                0, fixture.jdbmail("users", "add", "bob", "--password", "first").status());
        assertEquals(1, secrets("bob").size());
        assertEquals(
                0,
                fixture.run("dbmail-users", "-c", "bob", "-w", "$1$abc$def", "-p", "crypt-raw")
                        .status());
        assertEquals(List.of(), secrets("bob"));
    }

    @Test
    void plainTextAndNoPasswordNeedNoKeys() {
        fixture.run("dbmail-users", "-a", "carol", "-w", "secret", "-p", "plaintext");
        fixture.run("dbmail-users", "-a", "dave");
        assertEquals(List.of(), secrets("carol"));
        assertEquals(List.of(), secrets("dave"));
    }

    @Test
    void theSettingForbidsThem() throws IOException {
        Path conf = Files.writeString(
                folder.resolve("dbmail.conf"),
                "[DBMAIL]\ndburi = sqlite://" + folder.resolve("mail.db") + "\nscram_keys = never\n");
        assertEquals(
                0,
                Programs.jdbmail("dbmail-users", "-f", conf.toString(), "-a", "erin", "-w", "secret")
                        .status());
        assertEquals(List.of(), secrets("erin"));
        assertTrue(fixture.ask("SELECT passwd FROM dbmail_users WHERE userid = 'erin'")
                .startsWith("$argon2id$"));
    }
}
