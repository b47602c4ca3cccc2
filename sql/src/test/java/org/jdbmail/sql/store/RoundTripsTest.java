package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How often MariaDB is asked something, by its own count: what the driver and the pool send on their own account shows here and
 * not in {@link StatementCountTest}.
 */
final class RoundTripsTest extends StoreContract {
    /** So often that the statements are prepared, and that what happens once doesn't count. */
    private static final int TIMES = 20;

    private static final int ROUNDS = 5;

    static List<String> mariadb() {
        return TestDatabases.names().stream().filter("mariadb"::equals).toList();
    }

    private void assertAsked(int times, String name, Runnable work) throws SQLException {
        for (int i = 0; i < TIMES; i++) {
            work.run();
        }
        try (Connection connection = opened(name).database().connect();
                Statement statement = connection.createStatement()) {
            // What the pool does on its own account now and then, such as to connect, is not in each of these.
            long fewest = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                long before = questions(statement);
                for (int i = 0; i < TIMES; i++) {
                    work.run();
                }
                // One of them is the second of these questions.
                fewest = Math.min(fewest, questions(statement) - before - 1);
            }
            assertEquals((long) times * TIMES, fewest);
        }
    }

    private static long questions(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Questions'")) {
            row.next();
            return row.getLong(2);
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("mariadb")
    void aDeliveryAsksOnce(String name) throws SQLException {
        SqlStore store = store(name);
        Account account = account(store);
        assertAsked(1, name, () -> deliver(store, account));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("mariadb")
    void aLookAsksOnlyWhatItIsToldTo(String name) throws SQLException {
        SqlStore store = store(name);
        Account account = account(store);
        deliver(store, account);
        assertAsked(1, name, () -> store.look(tx -> tx.routing().find(List.of("somebody"))));
        // Row by row.
        long phys =
                changes(store, account.inbox(), 0).values().iterator().next().physId();
        assertAsked(1, name, () -> store.look(tx -> tx.contents().heads(List.of(phys))));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("mariadb")
    void whatSeesOneStateAsksTwiceMore(String name) throws SQLException {
        SqlStore store = store(name);
        assertAsked(3, name, () -> store.read(tx -> tx.routing().find(List.of("somebody"))));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("mariadb")
    void whatWritesAsksOnceMoreToCommit(String name) throws SQLException {
        SqlStore store = store(name);
        Account account = account(store);
        assertAsked(2, name, () -> store.write(tx -> tx.messages().expunge(account.inbox(), NumberSet.of(1), true)));
    }
}
