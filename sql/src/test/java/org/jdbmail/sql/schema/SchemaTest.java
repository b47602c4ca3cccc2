package org.jdbmail.sql.schema;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_HEADERNAME;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_UPGRADE_STEPS;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_USERS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbmail.sql.database.Database;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.sql.database.DatabaseException;
import org.jdbmail.sql.database.TestAccess;
import org.jdbmail.sql.schema.Schema.Outcome;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema comes into an empty database once, whoever asks for it and how often. */
class SchemaTest {

    static List<String> databases() {
        return TestDatabases.names();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anEmptyDatabaseGetsDbmailsSeedRowsAndTheSecondStartFindsNothingToDo(String name) {
        try (TestDatabase fresh = TestDatabases.create(name)) {
            DatabaseConfig config = TestAccess.config(fresh);
            assertEquals(Outcome.CREATED, Schema.prepare(config));
            assertEquals(Outcome.READY, Schema.prepare(config));
            try (Database database = Schema.open(config)) {
                assertEquals(
                        List.of("__@!internal_delivery_user!@__", "anyone", "__public__"),
                        TestAccess.ask(
                                database,
                                sql -> sql.select(DBMAIL_USERS.USERID)
                                        .from(DBMAIL_USERS)
                                        .orderBy(DBMAIL_USERS.USER_IDNR)
                                        .fetch(DBMAIL_USERS.USERID)));
                assertEquals(12, TestAccess.count(database, DBMAIL_HEADERNAME));
                assertEquals(
                        Findings.STEPS,
                        TestAccess.ask(
                                database,
                                sql -> sql.selectFrom(DBMAIL_UPGRADE_STEPS)
                                        .orderBy(DBMAIL_UPGRADE_STEPS.FROM_VERSION, DBMAIL_UPGRADE_STEPS.TO_VERSION)
                                        .fetch(row -> row.getFromVersion() + "," + row.getToVersion())));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void ofManyThatStartTogetherOneCreatesTheSchema(String name) throws Exception {
        try (TestDatabase fresh = TestDatabases.create(name);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            DatabaseConfig config = TestAccess.config(fresh);
            Callable<Outcome> start = () -> Schema.prepare(config);
            List<Outcome> outcomes = threads.invokeAll(List.of(start, start, start, start)).stream()
                    .map(SchemaTest::outcome)
                    .sorted()
                    .toList();
            assertEquals(List.of(Outcome.READY, Outcome.READY, Outcome.READY, Outcome.CREATED), outcomes);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void theNamesOfAllTablesAndIndexesFitBehindTheLongestPrefix(String name) throws Exception {
        String prefix = "p".repeat(23) + "_";
        try (TestDatabase fresh = TestDatabases.create(name);
                TestDatabase usual = TestDatabases.create(name)) {
            DatabaseConfig config = TestAccess.config(fresh).withPrefix(prefix);
            assertEquals(Outcome.CREATED, Schema.prepare(config));
            assertEquals(Outcome.READY, Schema.prepare(config));
            Schema.prepare(TestAccess.config(usual));
            // The same names but for the prefix: none was cut off.
            assertEquals(
                    Catalog.indexes(usual).stream()
                            .filter(index -> index.startsWith("jdbmail_"))
                            .toList(),
                    Catalog.indexes(fresh).stream()
                            .map(index -> index.replace(prefix, "dbmail_"))
                            .filter(index -> index.startsWith("jdbmail_"))
                            .toList());
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> DatabaseConfig.of("jdbc:sqlite:/x.db").withPrefix("p".repeat(25)));
    }

    static String fact(Database database, String name) {
        return TestAccess.ask(
                database,
                sql -> sql.fetchOne("SELECT said FROM jdbmail_fact WHERE name = ?", name)
                        .get(0, String.class));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aTableOfOursThatIsGoneStopsTheStart(String name) throws Exception {
        try (TestDatabase fresh = TestDatabases.create(name)) {
            DatabaseConfig config = TestAccess.config(fresh);
            Schema.prepare(config);
            try (Database database = Schema.open(config)) {
                assertEquals("compact", fact(database, Facts.LAYOUT));
            }
            fresh.execute("DROP TABLE jdbmail_repair");
            var refusal = assertThrows(DatabaseException.class, () -> Schema.prepare(config));
            assertEquals(DatabaseException.Problem.DAMAGED, refusal.problem());
        }
    }

    @Test
    void aFileThatWasCutOffIsNoFaultOfOurs(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("mail.db");
        DatabaseConfig config = DatabaseConfig.of("jdbc:sqlite:" + file);
        Schema.prepare(config);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(3 * 4096 + 100);
        }
        var refusal = assertThrows(DatabaseException.class, () -> Schema.prepare(config));
        assertEquals(DatabaseException.Problem.DAMAGED, refusal.problem(), refusal.getMessage());
    }

    /** The outcome of a start; the reason, if it failed. */
    private static Outcome outcome(Future<Outcome> start) {
        try {
            return start.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("a start failed", e);
        }
    }
}
