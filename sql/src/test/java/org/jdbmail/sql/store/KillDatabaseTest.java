package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Destination;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.sql.store.StoreContract.Account;
import org.jdbmail.testkit.database.KillableServer;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The database dies under load, again and again: what was answered as stored is there once, and what was refused is not there, so
 * that a sender who tries again doubles nothing. More kills with {@code -Djdbmail.kills}.
 */
@Tag("full")
final class KillDatabaseTest {
    private static final int KILLS = Integer.getInteger("jdbmail.kills", 4);
    private static final int SENDERS = 8;

    static Stream<String> servers() {
        // In an everyday run there are none, and one case says so.
        return TestDatabases.servers().isEmpty() ? Stream.of("none") : TestDatabases.servers().stream();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void nothingIsLostAndNothingDoubled(String name) throws Exception {
        if (name.equals("none")) {
            assertEquals(List.of(), TestDatabases.servers());
            return;
        }
        try (KillableServer server = KillableServer.start(name)) {
            TestDatabase database = server.database();
            DatabaseConfig config = DatabaseConfig.of(database.url())
                    .withAccount(database.user(), database.password())
                    .with(DatabaseConfig.Patience.forConnections(Duration.ofSeconds(2)));
            Map<String, Boolean> answers = new ConcurrentHashMap<>();
            try (SqlStore store = SqlStore.open(config, SqlStoreOptions.DEFAULT)) {
                List<Account> accounts = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    accounts.add(StoreContract.account(store, "killed" + i, 0));
                }
                for (int kill = 0; kill < KILLS; kill++) {
                    killUnderLoad(server, store, accounts, "k" + kill, answers);
                }
            }
            check(database, answers);
        }
    }

    private static void killUnderLoad(
            KillableServer server, SqlStore store, List<Account> accounts, String round, Map<String, Boolean> answers)
            throws InterruptedException {
        AtomicInteger stored = new AtomicInteger();
        AtomicBoolean isOver = new AtomicBoolean();
        List<Thread> senders = new ArrayList<>();
        for (int s = 0; s < SENDERS; s++) {
            int sender = s;
            senders.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; !isOver.get(); i++) {
                    String subject = round + "-" + sender + "-" + i;
                    boolean isStored = deliver(store, accounts, subject, sender + i);
                    answers.put(subject, isStored);
                    stored.addAndGet(isStored ? 1 : 0);
                }
            }));
        }
        awaitMore(stored, 60);
        server.kill();
        server.restart();
        awaitMore(stored, 20);
        isOver.set(true);
        for (Thread sender : senders) {
            sender.join();
        }
    }

    private static void awaitMore(AtomicInteger stored, int more) {
        int enough = stored.get() + more;
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            while (stored.get() < enough) {
                LockSupport.parkNanos(1_000_000);
            }
        });
    }

    private static boolean deliver(SqlStore store, List<Account> accounts, String subject, int number) {
        List<Destination> destinations = new ArrayList<>();
        destinations.add(accounts.get(number % 4).destination());
        if (number % 5 == 0) {
            destinations.add(accounts.get((number + 1) % 4).destination());
        }
        try {
            return store
                    .deliver(
                            StoreContract.message("Subject: " + subject + "\n\nbody\n"),
                            StoreContract.DATE,
                            destinations)
                    .stream()
                    .allMatch(Delivered.Stored.class::isInstance);
        } catch (Refusal refusal) {
            return false;
        }
    }

    private static void check(TestDatabase database, Map<String, Boolean> answers) throws SQLException {
        Map<String, Integer> contents = new HashMap<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT subject FROM jdbmail_summary")) {
            while (row.next()) {
                contents.merge(row.getString(1), 1, Integer::sum);
            }
        }
        Map<String, String> wrong = new TreeMap<>();
        answers.forEach((subject, isStored) -> {
            int there = contents.getOrDefault(subject, 0);
            if (there != (isStored ? 1 : 0)) {
                wrong.put(subject, (isStored ? "stored, and there " : "refused, and there ") + there);
            }
        });
        assertEquals(Map.of(), wrong, () -> "of " + answers.size());
        assertTrue(answers.containsValue(true));
    }
}
