package org.jdbmail.sql.database;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_PHYSMESSAGE;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_USERS;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_BLOB;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_CONTENT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.TimeZone;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbmail.sql.database.DatabaseException.Problem;
import org.jdbmail.sql.schema.Schema;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Transactions, connections and values behave the same on every database. */
class DatabaseTest {

    static List<String> databases() {
        return TestDatabases.names();
    }

    static DatabaseConfig config(TestDatabase database) {
        DatabaseConfig config = DatabaseConfig.of(database.url());
        return database.user().isEmpty() ? config : config.withAccount(database.user(), database.password());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aTimeIsStoredAsItIsWhateverTheTimeZoneOfTheProcess(String name) throws Exception {
        TimeZone before = TimeZone.getDefault();
        try (TestDatabase fresh = TestDatabases.create(name)) {
            // This minute does not exist in Berlin.
            TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
            var time = LocalDateTime.of(2026, 3, 29, 2, 30, 0);
            try (Database database = Schema.open(config(fresh))) {
                long id = insertPhysmessage(database, time);
                assertEquals(
                        time,
                        database.read(sql -> sql.select(DBMAIL_PHYSMESSAGE.INTERNAL_DATE)
                                .from(DBMAIL_PHYSMESSAGE)
                                .where(DBMAIL_PHYSMESSAGE.ID.eq(id))
                                .fetchSingle(DBMAIL_PHYSMESSAGE.INTERNAL_DATE)));
                assertEquals(
                        Integer.valueOf(1),
                        database.read(
                                sql -> sql.fetchCount(DBMAIL_PHYSMESSAGE, DBMAIL_PHYSMESSAGE.INTERNAL_DATE.eq(time))));
            }
            String text = name.equals("sqlite") ? "internal_date" : "CAST(internal_date AS CHAR(19))";
            try (Connection connection = fresh.connect();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT " + text + " FROM dbmail_physmessage")) {
                assertTrue(row.next());
                assertEquals("2026-03-29 02:30:00", row.getString(1));
            }
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void insertReturningGivesTheIdAndBytesComeBackAsTheyWere(String name) {
        try (TestDatabase fresh = TestDatabases.create(name);
                Database database = Schema.open(config(fresh))) {
            byte[] head = {0, 1, 2, (byte) 0xff, 13, 10};
            byte[] body = new byte[3_000_000];
            body[2_999_999] = 7;
            long id = insertPhysmessage(database, LocalDateTime.of(2026, 1, 1, 0, 0));
            database.write(sql -> sql.insertInto(JDBMAIL_CONTENT)
                    .columns(
                            JDBMAIL_CONTENT.PHYSMESSAGE_ID,
                            JDBMAIL_CONTENT.HEAD,
                            JDBMAIL_CONTENT.BODY,
                            JDBMAIL_CONTENT.PACKING,
                            JDBMAIL_CONTENT.PIECES)
                    .values(id, head, body, (short) 0, 0)
                    .execute());
            var row = database.snapshot(sql -> sql.selectFrom(JDBMAIL_CONTENT)
                    .where(JDBMAIL_CONTENT.PHYSMESSAGE_ID.eq(id))
                    .fetchSingle());
            assertArrayEquals(head, row.getHead());
            assertArrayEquals(body, row.getBody());
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void contentGoesWithItsPhysicalMessage(String name) {
        try (TestDatabase fresh = TestDatabases.create(name);
                Database database = Schema.open(config(fresh))) {
            long id = insertPhysmessage(database, LocalDateTime.of(2026, 1, 1, 0, 0));
            database.write(sql -> sql.insertInto(JDBMAIL_CONTENT)
                    .values(id, new byte[0], new byte[0], (short) 0, 0)
                    .execute());
            database.write(sql -> sql.deleteFrom(DBMAIL_PHYSMESSAGE)
                    .where(DBMAIL_PHYSMESSAGE.ID.eq(id))
                    .execute());
            assertEquals(Integer.valueOf(0), database.read(sql -> sql.fetchCount(JDBMAIL_CONTENT)));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void idsOfDeletedRowsAreNotGivenAgain(String name) {
        try (TestDatabase fresh = TestDatabases.create(name);
                Database database = Schema.open(config(fresh))) {
            long first = insertPhysmessage(database, LocalDateTime.of(2026, 1, 1, 0, 0));
            database.write(sql -> sql.deleteFrom(DBMAIL_PHYSMESSAGE).execute());
            assertTrue(insertPhysmessage(database, LocalDateTime.of(2026, 1, 1, 0, 0)) > first);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void workThatThrowsLeavesNothingAndTheConnectionServesOn(String name) {
        try (TestDatabase fresh = TestDatabases.create(name);
                Database database = Schema.open(config(fresh).withPoolSize(1))) {
            for (int i = 0; i < 3; i++) {
                assertThrows(
                        ArithmeticException.class,
                        () -> database.write(sql -> {
                            sql.update(DBMAIL_USERS)
                                    .set(DBMAIL_USERS.CURMAIL_SIZE, 42L)
                                    .execute();
                            throw new ArithmeticException("on purpose");
                        }));
            }
            assertEquals(
                    Integer.valueOf(0),
                    database.read(sql -> sql.fetchCount(DBMAIL_USERS, DBMAIL_USERS.CURMAIL_SIZE.eq(42L))));
            database.write(sql ->
                    sql.update(DBMAIL_USERS).set(DBMAIL_USERS.CURMAIL_SIZE, 43L).execute());
            assertEquals(
                    Integer.valueOf(3),
                    database.read(sql -> sql.fetchCount(DBMAIL_USERS, DBMAIL_USERS.CURMAIL_SIZE.eq(43L))));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anIdleWriterKeepsNobodyElseFromWriting(String name) {
        try (TestDatabase fresh = TestDatabases.create(name);
                Database one = Schema.open(config(fresh).withPatience(Duration.ofSeconds(2)));
                Database two = Schema.open(config(fresh).withPatience(Duration.ofSeconds(2)))) {
            for (int i = 0; i < 5; i++) {
                insertPhysmessage(one, LocalDateTime.of(2026, 1, 1, 0, 0));
                insertPhysmessage(two, LocalDateTime.of(2026, 1, 1, 0, 0));
            }
            assertEquals(Integer.valueOf(10), one.read(sql -> sql.fetchCount(DBMAIL_PHYSMESSAGE)));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aSnapshotDoesNotSeeWhatIsCommittedMeanwhile(String name) {
        try (TestDatabase fresh = TestDatabases.create(name);
                Database database = Schema.open(config(fresh))) {
            List<Integer> counts = database.snapshot(sql -> {
                int before = sql.fetchCount(DBMAIL_PHYSMESSAGE);
                insertPhysmessage(database, LocalDateTime.of(2026, 1, 1, 0, 0));
                return List.of(before, sql.fetchCount(DBMAIL_PHYSMESSAGE));
            });
            assertEquals(List.of(0, 0), counts);
            assertEquals(Integer.valueOf(1), database.read(sql -> sql.fetchCount(DBMAIL_PHYSMESSAGE)));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void waitingTooLongForAConnectionIsBusyAndTemporary(String name) throws Exception {
        try (TestDatabase fresh = TestDatabases.create(name);
                Database database = Schema.open(config(fresh).withPoolSize(1).withPatience(Duration.ofMillis(300)));
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            var taken = new CountDownLatch(1);
            var release = new CountDownLatch(1);
            Future<Integer> holder = thread.submit(() -> database.read(sql -> {
                taken.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return 1;
            }));
            taken.await();
            var failure =
                    assertThrows(DatabaseException.class, () -> database.read(sql -> sql.fetchCount(DBMAIL_USERS)));
            release.countDown();
            assertEquals(Problem.BUSY, failure.problem());
            assertTrue(failure.temporary());
            assertEquals(1, holder.get());
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anotherTablePrefixIsAnotherStoreInTheSameDatabase(String name) {
        storesUnder("other_", name);
        storesUnder("", name);
    }

    private static void storesUnder(String prefix, String name) {
        try (TestDatabase fresh = TestDatabases.create(name);
                Database other = Schema.open(config(fresh).withPrefix(prefix))) {
            insertPhysmessage(other, LocalDateTime.of(2026, 1, 1, 0, 0));
            other.write(sql -> sql.insertInto(JDBMAIL_BLOB)
                    .columns(
                            JDBMAIL_BLOB.DIGEST,
                            JDBMAIL_BLOB.SIZE,
                            JDBMAIL_BLOB.PACKING,
                            JDBMAIL_BLOB.DATA,
                            JDBMAIL_BLOB.CREATED)
                    .values(new byte[32], 1L, (short) 0, new byte[1], LocalDateTime.of(2026, 1, 1, 0, 0))
                    .execute());
            assertEquals(
                    Integer.valueOf(1), other.read(sql -> sql.fetchCount(DSL.table(DSL.name(prefix + "physmessage")))));
            assertEquals(
                    Integer.valueOf(1), other.read(sql -> sql.fetchCount(DSL.table(DSL.name("j" + prefix + "blob")))));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aStatementThatTakesTooLongIsGivenUp(String name) {
        try (TestDatabase fresh = TestDatabases.create(name);
                Database database = Schema.open(config(fresh).withQueryTimeout(Duration.ofSeconds(1)))) {
            switch (name) {
                case "postgresql" -> assertGivenUp(database, "SELECT pg_sleep(30)");
                case "mariadb" -> assertGivenUp(database, "SELECT sleep(30)");
                default ->
                    assertEquals(1, database.read(sql -> sql.fetch("SELECT 1")).size());
            }
        }
    }

    private static void assertGivenUp(Database database, String statement) {
        long begun = System.nanoTime();
        assertThrows(DataAccessException.class, () -> database.read(sql -> sql.fetch(statement)));
        assertTrue(System.nanoTime() - begun < Duration.ofSeconds(20).toNanos());
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mysql", "mariadb"})
    void aServerThatSaysNothingIsNotWaitedForLong(String kind) throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            DatabaseConfig usual = DatabaseConfig.of(kind + "://u:p@127.0.0.1:" + silent.getLocalPort() + "/mail");
            DatabaseConfig hasty = new DatabaseConfig(
                    usual.url(),
                    null,
                    null,
                    2,
                    "dbmail_",
                    usual.patience(),
                    Duration.ofSeconds(1),
                    usual.queryTimeout());
            var failure = assertThrows(
                    DatabaseException.class, () -> Schema.open(hasty).close());
            assertEquals(Problem.UNREACHABLE, failure.problem());
        }
    }

    private static long insertPhysmessage(Database database, LocalDateTime time) {
        return database.write(sql -> sql.insertInto(DBMAIL_PHYSMESSAGE)
                .columns(DBMAIL_PHYSMESSAGE.MESSAGESIZE, DBMAIL_PHYSMESSAGE.INTERNAL_DATE)
                .values(5L, time)
                .returning(DBMAIL_PHYSMESSAGE.ID)
                .fetchSingle(DBMAIL_PHYSMESSAGE.ID));
    }
}
