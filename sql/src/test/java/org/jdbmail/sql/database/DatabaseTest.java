package org.jdbmail.sql.database;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_PHYSMESSAGE;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_BLOB;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_CONTENT;
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
import org.jdbmail.sql.database.DatabaseException.Problem;
import org.jdbmail.sql.schema.Schema;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.jooq.impl.DSL;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections, tables and values behave the same on every database. */
class DatabaseTest {

    static List<String> databases() {
        return TestDatabases.names();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aTimeIsStoredAsItIsWhateverTheTimeZoneOfTheProcess(String name) throws Exception {
        TimeZone before = TimeZone.getDefault();
        try (TestDatabase fresh = TestDatabases.create(name)) {
            // This minute does not exist in Berlin.
            TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
            var time = LocalDateTime.of(2026, 3, 29, 2, 30, 0);
            try (Database database = Schema.open(TestAccess.config(fresh))) {
                long id = insertPhysmessage(database, time);
                assertEquals(
                        time,
                        TestAccess.ask(
                                database,
                                sql -> sql.select(DBMAIL_PHYSMESSAGE.INTERNAL_DATE)
                                        .from(DBMAIL_PHYSMESSAGE)
                                        .where(DBMAIL_PHYSMESSAGE.ID.eq(id))
                                        .fetchSingle(DBMAIL_PHYSMESSAGE.INTERNAL_DATE)));
                assertEquals(
                        1, TestAccess.count(database, DBMAIL_PHYSMESSAGE, DBMAIL_PHYSMESSAGE.INTERNAL_DATE.eq(time)));
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
    void contentGoesWithItsPhysicalMessage(String name) {
        try (TestDatabase fresh = TestDatabases.create(name);
                Database database = Schema.open(TestAccess.config(fresh))) {
            long id = insertPhysmessage(database, LocalDateTime.of(2026, 1, 1, 0, 0));
            TestAccess.change(
                    database,
                    sql -> sql.insertInto(JDBMAIL_CONTENT)
                            .values(id, new byte[0], new byte[0], (short) 0, 0)
                            .execute());
            TestAccess.change(
                    database,
                    sql -> sql.deleteFrom(DBMAIL_PHYSMESSAGE)
                            .where(DBMAIL_PHYSMESSAGE.ID.eq(id))
                            .execute());
            assertEquals(0, TestAccess.count(database, JDBMAIL_CONTENT));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void idsOfDeletedRowsAreNotGivenAgain(String name) {
        try (TestDatabase fresh = TestDatabases.create(name);
                Database database = Schema.open(TestAccess.config(fresh))) {
            long first = insertPhysmessage(database, LocalDateTime.of(2026, 1, 1, 0, 0));
            TestAccess.change(
                    database, sql -> sql.deleteFrom(DBMAIL_PHYSMESSAGE).execute());
            assertTrue(insertPhysmessage(database, LocalDateTime.of(2026, 1, 1, 0, 0)) > first);
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
                Database other = Schema.open(TestAccess.config(fresh).withPrefix(prefix))) {
            insertPhysmessage(other, LocalDateTime.of(2026, 1, 1, 0, 0));
            TestAccess.change(
                    other,
                    sql -> sql.insertInto(JDBMAIL_BLOB)
                            .columns(
                                    JDBMAIL_BLOB.DIGEST,
                                    JDBMAIL_BLOB.SIZE,
                                    JDBMAIL_BLOB.PACKING,
                                    JDBMAIL_BLOB.DATA,
                                    JDBMAIL_BLOB.CREATED)
                            .values(new byte[32], 1L, (short) 0, new byte[1], LocalDateTime.of(2026, 1, 1, 0, 0))
                            .execute());
            assertEquals(1, TestAccess.count(other, DSL.table(DSL.name(prefix + "physmessage"))));
            assertEquals(1, TestAccess.count(other, DSL.table(DSL.name("j" + prefix + "blob"))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mysql", "mariadb"})
    void aServerThatSaysNothingIsNotWaitedForLong(String kind) throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            DatabaseConfig.Patience usual = DatabaseConfig.Patience.USUAL;
            DatabaseConfig hasty = DatabaseConfig.of(kind + "://u:p@127.0.0.1:" + silent.getLocalPort() + "/mail")
                    .withPoolSize(2)
                    .with(new DatabaseConfig.Patience(usual.connection(), Duration.ofSeconds(1), usual.statement()));
            var failure = assertThrows(
                    DatabaseException.class, () -> Schema.open(hasty).close());
            assertEquals(Problem.UNREACHABLE, failure.problem());
        }
    }

    /** Inserts a row and returns its id. */
    private static long insertPhysmessage(Database database, LocalDateTime time) {
        TestAccess.change(
                database,
                sql -> sql.insertInto(DBMAIL_PHYSMESSAGE)
                        .columns(DBMAIL_PHYSMESSAGE.MESSAGESIZE, DBMAIL_PHYSMESSAGE.INTERNAL_DATE)
                        .values(5L, time)
                        .execute());
        return TestAccess.ask(
                database,
                sql -> sql.fetchSingle(
                                DSL.select(DSL.max(DBMAIL_PHYSMESSAGE.ID)).from(DBMAIL_PHYSMESSAGE))
                        .value1());
    }
}
