package org.jdbmail.sql.transaction;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.sql.database.Database;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.sql.database.TestAccess;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.Dialect;
import org.jdbmail.sql.jdbc.Engine;
import org.jdbmail.sql.jdbc.SqlFailure;
import org.jdbmail.sql.jdbc.TableNames;
import org.jdbmail.sql.schema.Schema;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Transactions behave the same on every database. */
class TransactionsTest {
    private static final Instant DATE = Instant.parse("2026-01-01T00:00:00Z");

    static List<String> databases() {
        return TestDatabases.names();
    }

    static List<String> servers() {
        return TestDatabases.servers();
    }

    private static Transactions over(Database database) {
        Dialect dialect = Dialect.of(database.kind());
        Engine engine = new Engine(dialect, new TableNames(DatabaseConfig.DEFAULT_PREFIX), database.configuration());
        return switch (dialect) {
            case POSTGRESQL, MYSQL ->
                Transactions.onServer(engine, database.readers(), database.writers(), Pulse.none(), touched -> {});
            case SQLITE ->
                Transactions.onSqlite(
                        engine,
                        database.readers(),
                        () -> writer(database),
                        database::dedicatedConnection,
                        touched -> {});
        };
    }

    private static Connection writer(Database database) {
        try {
            return database.writers().getConnection();
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    private static long insert(Db db) {
        return db.insert("INSERT INTO {physmessage} (messagesize, internal_date) VALUES (?, ?)", "id", 5L, DATE);
    }

    private static int count(Db db) {
        return db.first("SELECT count(*) FROM {physmessage}", row -> row.getInt(1))
                .orElseThrow();
    }

    private static void assertUnavailable(Function<Function<Db, Integer>, Integer> run, Function<Db, Integer> work) {
        Refusal refusal = assertThrows(Refusal.class, () -> run.apply(work));
        assertEquals(Reason.UNAVAILABLE, refusal.reason());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anInsertGivesItsKeyAndBytesComeBackAsTheyWere(String name) {
        try (TestDatabase fresh = TestDatabases.create(name);
                Database database = Schema.open(TestAccess.config(fresh));
                Transactions transactions = over(database)) {
            byte[] head = {0, 1, 2, (byte) 0xff, 13, 10};
            byte[] body = new byte[3_000_000];
            body[2_999_999] = 7;
            long id = transactions.write(db -> {
                long key = insert(db);
                db.update(
                        "INSERT INTO {+content} (physmessage_id, head, body, packing, pieces) VALUES (?, ?, ?, 0, 0)",
                        key,
                        head,
                        body);
                return key;
            });
            List<byte[]> back = transactions
                    .read(db -> db.first(
                            "SELECT head, body FROM {+content} WHERE physmessage_id = ?",
                            row -> List.of(row.getBytes(1), row.getBytes(2)),
                            id))
                    .orElseThrow();
            assertArrayEquals(head, back.getFirst());
            assertArrayEquals(body, back.getLast());
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void workThatThrowsLeavesNothingAndTheConnectionServesOn(String name) {
        try (TestDatabase fresh = TestDatabases.create(name);
                Database database = Schema.open(TestAccess.config(fresh).withPoolSize(1));
                Transactions transactions = over(database)) {
            for (int i = 0; i < 3; i++) {
                assertThrows(
                        ArithmeticException.class,
                        () -> transactions.write(db -> {
                            insert(db);
                            throw new ArithmeticException("on purpose");
                        }));
                assertThrows(
                        ArithmeticException.class,
                        () -> transactions.read(db -> {
                            count(db);
                            throw new ArithmeticException("on purpose");
                        }));
            }
            assertEquals(0, transactions.look(TransactionsTest::count));
            transactions.write(TransactionsTest::insert);
            assertEquals(1, transactions.read(TransactionsTest::count));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anIdleWriterKeepsNobodyElseFromWriting(String name) {
        try (TestDatabase fresh = TestDatabases.create(name);
                Database one = Schema.open(
                        TestAccess.config(fresh).with(DatabaseConfig.Patience.forConnections(Duration.ofSeconds(2))));
                Database two = Schema.open(
                        TestAccess.config(fresh).with(DatabaseConfig.Patience.forConnections(Duration.ofSeconds(2))));
                Transactions ours = over(one);
                Transactions theirs = over(two)) {
            for (int i = 0; i < 5; i++) {
                ours.write(TransactionsTest::insert);
                theirs.write(TransactionsTest::insert);
            }
            assertEquals(10, ours.look(TransactionsTest::count));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aReadSeesOneStateThroughoutAndALookTheNewest(String name) {
        try (TestDatabase fresh = TestDatabases.create(name);
                Database database = Schema.open(TestAccess.config(fresh));
                Transactions transactions = over(database)) {
            Function<Db, List<Integer>> work = db -> {
                int before = count(db);
                transactions.write(TransactionsTest::insert);
                return List.of(before, count(db));
            };
            assertEquals(List.of(0, 0), transactions.read(work));
            assertEquals(List.of(1, 2), transactions.look(work));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void waitingTooLongForAConnectionIsSaidToBeUnavailable(String name) throws Exception {
        try (TestDatabase fresh = TestDatabases.create(name);
                Database database = Schema.open(TestAccess.config(fresh)
                        .withPoolSize(1)
                        .with(DatabaseConfig.Patience.forConnections(Duration.ofMillis(300))));
                Transactions transactions = over(database)) {
            Function<Db, Integer> write = db -> db.update("DELETE FROM {physmessage}");
            try (Connection reader = database.readers().getConnection();
                    Connection writer = database.writers().getConnection()) {
                assertUnavailable(transactions::read, TransactionsTest::count);
                assertUnavailable(transactions::look, TransactionsTest::count);
                assertUnavailable(transactions::write, write);
                assertUnavailable(transactions::writeOnce, write);
                assertEquals(List.of(false, false), List.of(reader.isClosed(), writer.isClosed()));
            }
            assertEquals(0, transactions.read(TransactionsTest::count));
            assertEquals(0, transactions.write(write));
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("servers")
    void aStatementThatTakesTooLongIsGivenUpAndTheNextOneServed(String name) {
        String sleep = name.equals("postgresql") ? "SELECT pg_sleep(30)" : "SELECT sleep(30)";
        Function<Db, Integer> work = db -> db.dsl().fetch(sleep).size();
        try (TestDatabase fresh = TestDatabases.create(name);
                Database database = Schema.open(TestAccess.config(fresh)
                        .withPoolSize(1)
                        .with(new DatabaseConfig.Patience(
                                Duration.ofSeconds(4), Duration.ofSeconds(10), Duration.ofSeconds(1))));
                Transactions transactions = over(database)) {
            assertUnavailable(transactions::read, work);
            assertUnavailable(transactions::look, work);
            assertUnavailable(transactions::write, work);
            transactions.write(TransactionsTest::insert);
            assertEquals(1, transactions.read(TransactionsTest::count));
        }
    }
}
