package org.jdbmail.sql.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.jdbmail.sql.database.Database;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.sql.database.DatabaseException;
import org.jdbmail.sql.database.DatabaseException.Problem;
import org.jdbmail.sql.database.SqlFailures;
import org.jdbmail.sql.database.TestAccess;
import org.jdbmail.sql.schema.Schema.Outcome;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.jdbmail.testkit.net.FreePort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What cannot work is said in one line, and leaves nothing half-made. */
class BadInputTest {

    @TempDir
    Path folder;

    static List<String> databases() {
        return TestDatabases.names();
    }

    static List<String> servers() {
        return TestDatabases.servers();
    }

    @Test
    void aMissingDirectoryIsMade() {
        Path file = folder.resolve("a/b/mail.db");
        assertEquals(Outcome.CREATED, Schema.prepare(DatabaseConfig.of("jdbc:sqlite:" + file)));
        assertTrue(Files.exists(file));
    }

    @Test
    void aDirectoryThatCannotBeMadeIsNamed() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        DatabaseException refusal = refusal(DatabaseConfig.of("jdbc:sqlite:" + file + "/mail.db"));
        assertEquals(Problem.READ_ONLY, refusal.problem());
        assertTrue(String.valueOf(refusal.getMessage()).contains(file.toString()));
    }

    @Test
    void aFileThatIsNoDatabaseIsRefusedAndLeftAlone() throws Exception {
        Path file = folder.resolve("letter.txt");
        String text = "Dear reader, this is a letter and no database.\n".repeat(100);
        Files.writeString(file, text);
        assertEquals(
                Problem.FOREIGN,
                refusal(DatabaseConfig.of("jdbc:sqlite:" + file)).problem());
        assertEquals(text, Files.readString(file));
    }

    @Test
    void anUnknownSqliteParameterIsNamed() {
        DatabaseException refusal = refusal(DatabaseConfig.of("jdbc:sqlite:" + folder.resolve("x.db") + "?fast=1"));
        assertEquals(Problem.BAD_URL, refusal.problem());
        assertTrue(String.valueOf(refusal.getMessage()).contains("fast"));
    }

    @Test
    void aServerThatIsNotThereIsUnreachable() {
        for (String driver : List.of("postgresql", "mysql")) {
            DatabaseConfig config =
                    DatabaseConfig.of("jdbc:" + driver + "://bob:secret@127.0.0.1:" + FreePort.next() + "/mail");
            DatabaseException refusal = refusal(config);
            assertEquals(Problem.UNREACHABLE, refusal.problem());
        }
    }

    @Test
    void aFullDiskIsSaidToBeFull() {
        DatabaseConfig sqlite = DatabaseConfig.of("jdbc:sqlite:/x.db");
        assertEquals(
                Problem.FULL,
                SqlFailures.explain(new SQLiteException("full", SQLiteErrorCode.SQLITE_FULL), sqlite)
                        .problem());
        assertEquals(
                Problem.FULL,
                SqlFailures.explain(new SQLException("full", "53100"), DatabaseConfig.of("postgresql://db/mail"))
                        .problem());
        assertEquals(
                Problem.FULL,
                SqlFailures.explain(new SQLException("full", "HY000", 1114), DatabaseConfig.of("mysql://db/mail"))
                        .problem());
    }

    @Test
    void aMigrationThatRunsOutOfSpaceLeavesNothingBehind() throws Exception {
        Path file = folder.resolve("small.db");
        DatabaseConfig config = DatabaseConfig.of("jdbc:sqlite:" + file);
        try (Connection connection = Database.single(config);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA max_page_count = 20");
            var refusal = assertThrows(DatabaseException.class, () -> new Migration(config).run(connection));
            assertEquals(Problem.FULL, refusal.problem());
        }
        assertEquals(Outcome.CREATED, Schema.prepare(config));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aStartAfterACrashCompletesWhatWasBegunAndClearsTheLockLeftBehind(String name) throws Exception {
        try (TestDatabase fresh = TestDatabases.create(name)) {
            DatabaseConfig config = TestAccess.config(fresh);
            Schema.prepare(config);
            // As a process leaves it that is killed before it has noted its last two steps.
            fresh.execute(
                    "DELETE FROM jdbmail_schema",
                    "DELETE FROM jdbmail_changelog WHERE id LIKE 'version-%'",
                    "DELETE FROM jdbmail_changelog_lock",
                    "INSERT INTO jdbmail_changelog_lock (id, locked, lockgranted, lockedby)"
                            + " VALUES (1, " + (name.equals("postgresql") ? "TRUE" : "1")
                            + ", CURRENT_TIMESTAMP, 'a process that is gone')");
            assertEquals(Outcome.UPGRADED, Schema.prepare(config));
            assertEquals(Outcome.READY, Schema.prepare(config));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aStartWithNothingToDoWaitsForNobodysTransaction(String name) throws Exception {
        try (TestDatabase fresh = TestDatabases.create(name)) {
            DatabaseConfig config =
                    TestAccess.config(fresh).with(DatabaseConfig.Patience.forConnections(Duration.ofMillis(300)));
            Schema.prepare(config);
            try (Connection holder = fresh.connect();
                    Statement statement = holder.createStatement()) {
                holder.setAutoCommit(false);
                statement.execute("UPDATE dbmail_users SET curmail_size = 1");
                assertEquals(Outcome.READY, Schema.prepare(config));
                holder.rollback();
            }
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("servers")
    void aDatabaseThatDoesNotExistIsSaidSo(String name) {
        try (TestDatabase fresh = TestDatabases.create(name)) {
            String url = fresh.url().substring(0, fresh.url().lastIndexOf('/')) + "/no_such_database";
            DatabaseException refusal = refusal(DatabaseConfig.of(url).withAccount(fresh.user(), fresh.password()));
            assertEquals(Problem.NO_DATABASE, refusal.problem());
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("servers")
    void aWrongAccountIsRefusedWithoutShowingThePassword(String name) {
        try (TestDatabase fresh = TestDatabases.create(name)) {
            DatabaseException refusal =
                    refusal(DatabaseConfig.of(fresh.url()).withAccount("nobody_of_that_name", "secret"));
            assertEquals(Problem.REFUSED, refusal.problem());
            assertTrue(String.valueOf(refusal.getMessage()).contains("nobody_of_that_name"));
        }
    }

    private static DatabaseException refusal(DatabaseConfig config) {
        var refusal = assertThrows(DatabaseException.class, () -> Schema.open(config));
        String message = String.valueOf(refusal.getMessage());
        assertEquals(1, message.lines().count(), message);
        assertFalse(message.contains("secret"), message);
        return refusal;
    }
}
