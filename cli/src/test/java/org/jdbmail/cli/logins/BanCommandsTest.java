package org.jdbmail.cli.logins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbmail.cli.Fixture;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.core.store.Failures;
import org.jdbmail.core.store.Store;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jdbmail bans}. */
class BanCommandsTest {
    @TempDir
    private Path folder;

    private Fixture fixture = new Fixture("");

    @BeforeEach
    void barANetwork() {
        fixture = new Fixture("jdbc:sqlite:" + folder.resolve("mail.db"));
        Instant now = Instant.now();
        try (Store store = fixture.open()) {
            store.write(tx -> {
                tx.failures()
                        .add(
                                new Failures.Row(
                                        Failures.Kind.NETWORK,
                                        "192.0.2.7",
                                        21,
                                        now,
                                        Optional.of(now.plus(Duration.ofHours(1)))),
                                60,
                                now);
                tx.failures().add(new Failures.Row(Failures.Kind.ACCOUNT, "alice", 5, now, Optional.empty()), 60, now);
                return 0;
            });
        }
    }

    private List<String> barred() {
        try (Store store = fixture.open()) {
            return store.read(tx -> tx.failures().barred(Instant.now())).stream()
                    .map(Failures.Row::subject)
                    .toList();
        }
    }

    @Test
    void whatIsBarredIsListedAndLifted() {
        Ran list = fixture.jdbmail("bans", "list", "--json");
        assertTrue(list.out().contains("\"network\": \"192.0.2.7\""), list.out());
        assertTrue(list.out().contains("\"wrong_logins\": 21"), list.out());
        assertEquals(0, fixture.jdbmail("bans", "lift", "192.0.2.7", "-n").status());
        assertEquals(List.of("192.0.2.7"), barred());
        assertEquals(
                new Ran(0, "Forgot the wrong logins of 192.0.2.7.\n", ""),
                fixture.jdbmail("bans", "lift", "192.0.2.7"));
        assertEquals(List.of(), barred());
        assertEquals(new Ran(0, "Nothing is barred.\n", ""), fixture.jdbmail("bans", "list"));
    }

    @Test
    void anAccountsDelaysAreForgotten() {
        assertEquals(0, fixture.jdbmail("bans", "lift", "alice").status());
        assertEquals("0.0", fixture.ask("SELECT height FROM jdbmail_guard WHERE subject = 'alice'"));
        assertEquals(List.of("192.0.2.7"), barred());
    }

    @Test
    void whatIsNotThereIsSaid() {
        Ran ran = fixture.jdbmail("bans", "lift", "203.0.113.9");
        assertEquals(1, ran.status());
        assertEquals("jdbmail bans lift: no wrong login counts for \"203.0.113.9\"\n", ran.err());
    }
}
