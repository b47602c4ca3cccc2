package org.jdbmail.cli.users;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.jdbmail.cli.Fixture;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.core.store.Store;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jdbmail quota}. */
class QuotaCommandsTest {
    @TempDir
    private Path folder;

    private Fixture fixture = new Fixture("");

    @BeforeEach
    void makeAccounts() {
        fixture = new Fixture("jdbc:sqlite:" + folder.resolve("mail.db"));
        try (Store store = fixture.open()) {
            Fixture.account(store, "alice");
            Fixture.account(store, "bob");
            Fixture.deliver(store, "alice", "INBOX", Fixture.DATE, "Subject: one\n\nhello\n");
        }
    }

    @Test
    void aQuotaIsSetAndListed() {
        assertTrue(fixture.jdbmail("quota", "list").out().contains("No account has a quota"));
        assertEquals(
                0, fixture.jdbmail("quota", "set", "alice", "2G", "--dry-run").status());
        assertEquals("0", fixture.ask("SELECT maxmail_size FROM dbmail_users WHERE userid = 'alice'"));
        Ran set = fixture.jdbmail("quota", "set", "alice", "1K");
        assertTrue(set.out().startsWith("Set the quota of alice from no limit to 1.0 KiB; it uses "), set.out());
        Ran list = fixture.jdbmail("quota", "list", "--json");
        assertTrue(list.out().contains("\"login\": \"alice\""), list.out());
        assertTrue(list.out().contains("\"quota\": 1024"), list.out());
        assertTrue(fixture.jdbmail("quota", "list", "--above", "90").out().contains("No account"));
    }

    @Test
    void whatIsUsedIsCountedAnew() {
        String right = fixture.ask("SELECT curmail_size FROM dbmail_users WHERE userid = 'alice'");
        fixture.execute("UPDATE dbmail_users SET curmail_size = 7 WHERE userid = 'alice'");
        assertTrue(fixture.jdbmail("quota", "recount", "-n").out().startsWith("What 1 accounts use is not"));
        assertEquals("7", fixture.ask("SELECT curmail_size FROM dbmail_users WHERE userid = 'alice'"));
        assertTrue(fixture.jdbmail("quota", "recount").out().contains("It was mended."));
        assertEquals(right, fixture.ask("SELECT curmail_size FROM dbmail_users WHERE userid = 'alice'"));
    }

    @Test
    void whatCannotBeIsRefused() {
        assertEquals(1, fixture.jdbmail("quota", "set", "nobody", "1G").status());
        assertEquals(64, fixture.jdbmail("quota", "set", "alice", "much").status());
    }
}
