package org.jdbmail.sql.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.sql.jdbc.Dialect;
import org.jdbmail.sql.jdbc.Engine;
import org.jdbmail.sql.jdbc.SqlFailure;
import org.jdbmail.sql.jdbc.TableNames;
import org.jdbmail.testkit.interleave.Interleavings;
import org.jdbmail.testkit.interleave.Scenario;
import org.jooq.impl.DefaultConfiguration;
import org.junit.jupiter.api.Test;

/** Work that shares the one writer of an SQLite database, with all threads held at any of their steps. */
class SqliteWriterInterleavingsTest {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    @Test
    void whoIsAnsweredIsCommittedAndWhoFailsLeavesOthersAlone() throws Exception {
        Interleavings.run(Writes.class);
    }

    /** Some write, one fails, and the writer is closed meanwhile. */
    static final class Writes implements Scenario {
        private final String url = "jdbc:sqlite:file:interleavings-" + System.nanoTime() + "-"
                + DATABASES.incrementAndGet() + "?mode=memory&cache=shared";
        private final Connection keeps = connect();
        private final Set<Integer> answered = ConcurrentHashMap.newKeySet();
        private final SqliteWriter writer;

        Writes() throws SQLException {
            try (Statement statement = keeps.createStatement()) {
                statement.execute("CREATE TABLE written (value INTEGER)");
            }
            writer = new SqliteWriter(
                    new FailureLog(),
                    new Engine(Dialect.SQLITE, new TableNames(""), new DefaultConfiguration()),
                    this::connect,
                    this::connect,
                    touched -> {});
        }

        private Connection connect() {
            try {
                return DriverManager.getConnection(url);
            } catch (SQLException e) {
                throw new SqlFailure(e);
            }
        }

        @Override
        public List<Part> parts() {
            return List.of(() -> write(1), () -> write(2), this::fail, () -> write(3), writer::close);
        }

        private void write(int value) {
            try {
                int rows = writer.write(db -> db.update("INSERT INTO written VALUES (?)", value));
                assertEquals(1, rows);
                answered.add(value);
            } catch (Refusal refusal) {
                // It came too late, and must not have been written.
                assertEquals(Transactions.closing().text(), refusal.text());
            }
        }

        private void fail() {
            assertThrows(
                    RuntimeException.class,
                    () -> writer.write(db -> {
                        db.update("INSERT INTO written VALUES (?)", -1);
                        throw new ArithmeticException("of its own");
                    }));
        }

        @Override
        public void check() throws SQLException {
            Set<Integer> written = ConcurrentHashMap.newKeySet();
            try (Statement statement = keeps.createStatement();
                    var rows = statement.executeQuery("SELECT value FROM written")) {
                while (rows.next()) {
                    assertEquals(true, written.add(rows.getInt(1)), "written twice");
                }
            }
            assertEquals(answered, written);
        }

        @Override
        public void close() {
            try {
                keeps.close();
            } catch (SQLException e) {
                throw new SqlFailure(e);
            }
        }
    }
}
