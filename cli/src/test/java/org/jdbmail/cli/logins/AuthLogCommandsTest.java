package org.jdbmail.cli.logins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.jdbmail.cli.Fixture;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.core.store.Store;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jdbmail authlog}. */
class AuthLogCommandsTest {
    @TempDir
    private Path folder;

    private Fixture fixture = new Fixture("");

    @BeforeEach
    void noteLogins() {
        fixture = new Fixture("jdbc:sqlite:" + folder.resolve("mail.db"));
        try (Store store = fixture.open()) {
            Fixture.account(store, "alice");
        }
        String columns =
                "INSERT INTO dbmail_authlog (userid, service, login_time, logout_time, src_ip, src_port, dst_ip,"
                        + " dst_port, status, bytes_rx, bytes_tx) VALUES ";
        fixture.execute(columns + "('alice', 'imap', '2020-01-02 03:04:05', '2020-01-02 03:05:05', '192.0.2.7', 4711,"
                + " '127.0.0.1', 143, 'closed', 10, 2000)");
        fixture.execute(columns + "('alice', 'imap', datetime('now'), datetime('now'), '192.0.2.7', 4711,"
                + " '127.0.0.1', 143, 'active', 0, 0)");
        fixture.execute(columns + "('mallory', 'pop3', datetime('now'), datetime('now'), '203.0.113.9', 4711,"
                + " '127.0.0.1', 110, 'failed', 0, 0)");
    }

    @Test
    void loginsAreListedTheNewestFirst() {
        Ran all = fixture.jdbmail("authlog", "list", "--json");
        assertEquals(3, all.out().lines().count(), all.out());
        assertTrue(all.out().lines().toList().getLast().contains("\"received\": 10, \"sent\": 2000"), all.out());
        String failed = fixture.jdbmail("authlog", "list", "--failed", "--json").out();
        assertTrue(failed.contains("mallory") && !failed.contains("alice"), failed);
        String now = fixture.jdbmail("authlog", "list", "--now", "--json").out();
        assertTrue(now.contains("alice") && !now.contains("mallory"), now);
        assertEquals(
                2,
                fixture.jdbmail("authlog", "list", "--user", "alice", "--json")
                        .out()
                        .lines()
                        .count());
        assertEquals(
                1,
                fixture.jdbmail("authlog", "list", "--last", "1", "--json")
                        .out()
                        .lines()
                        .count());
    }

    @Test
    void loginsAreCounted() {
        String counts =
                fixture.jdbmail("authlog", "stats", "--by", "address", "--json").out();
        assertTrue(counts.contains("\"address\": \"203.0.113.9\", \"logins\": 1, \"failed\": 1"), counts);
        assertTrue(counts.contains("\"address\": \"192.0.2.7\", \"logins\": 1, \"failed\": 0"), counts);
        String logins = fixture.jdbmail("authlog", "stats", "--by", "login").out();
        assertTrue(logins.matches("(?s).*alice +1 +0 +#{30}\n.*"), logins);
        assertTrue(logins.matches("(?s).*mallory +1 +1 +x{30}\n.*"), logins);
        String days = fixture.jdbmail("authlog", "stats").out();
        assertTrue(days.matches("(?s).*\\d{4}-\\d\\d-\\d\\d +2 +1 +#{15}x{15}\n.*"), days);
    }

    @Test
    void oldLoginsArePruned() {
        assertEquals(new Ran(0, "Would remove 1 logins.\n", ""), fixture.jdbmail("authlog", "prune", "30", "-n"));
        assertEquals(new Ran(0, "Removed 1 logins.\n", ""), fixture.jdbmail("authlog", "prune", "30"));
        assertEquals("2", fixture.ask("SELECT count(*) FROM dbmail_authlog"));
        assertEquals(64, fixture.jdbmail("authlog", "prune", "--", "-1").status());
    }
}
