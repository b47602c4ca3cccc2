package org.jdbmail.sql.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jdbmail.sql.database.Database;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.sql.database.TestAccess;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.Dialect;
import org.jdbmail.sql.jdbc.Engine;
import org.jdbmail.sql.jdbc.SqlFailure;
import org.jdbmail.sql.jdbc.StatementSource;
import org.jdbmail.sql.jdbc.TableNames;
import org.jdbmail.sql.schema.Schema;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.api.Test;

/** What is the one SQLite writer's own: work that shares a commit, and the length of the log. */
class SqliteWriterTest {
    private static final int PAGE = 4096;

    private static Engine engine(Database database) {
        return new Engine(Dialect.SQLITE, new TableNames(DatabaseConfig.DEFAULT_PREFIX), database.configuration());
    }

    private static Connection writing(Database database) {
        try {
            return database.writers().getConnection();
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    private static long insert(Db db, long size) {
        return db.insert(
                "INSERT INTO {physmessage} (messagesize, internal_date) VALUES (?, '2026-01-01 00:00:00')", "id", size);
    }

    private static List<Long> sizes(Database database) throws SQLException {
        List<Long> sizes = new ArrayList<>();
        try (Connection connection = database.readers().getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT messagesize FROM dbmail_physmessage ORDER BY messagesize")) {
            while (rows.next()) {
                sizes.add(rows.getLong(1));
            }
        }
        return sizes;
    }

    @Test
    void workThatFailsLeavesAloneWhatSharesItsCommit() throws Exception {
        try (TestDatabase fresh = TestDatabases.create("sqlite");
                Database database = Schema.open(TestAccess.config(fresh));
                SqliteWriter writer = new SqliteWriter(
                        new FailureLog(),
                        engine(database),
                        () -> writing(database),
                        database::dedicatedConnection,
                        touched -> {});
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            Future<Long> holds = threads.submit(() -> writer.write(db -> {
                begun.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return insert(db, 1);
            }));
            begun.await();
            // All of these wait meanwhile, and are taken together.
            List<Future<Long>> good = new ArrayList<>();
            List<Future<Long>> bad = new ArrayList<>();
            List<Function<Db, Long>> failures = List.of(
                    db -> {
                        throw new ArithmeticException("after " + insert(db, 1000));
                    },
                    db -> insert(db, 1001) + db.update("INSERT INTO {physmessage} (id) VALUES (1), (1)"));
            for (int i = 2; i < 10; i++) {
                int size = i;
                good.add(threads.submit(() -> writer.write(db -> insert(db, size))));
                Function<Db, Long> failing = failures.get(i % 2);
                bad.add(threads.submit(() -> writer.write(failing)));
            }
            go.countDown();
            holds.get();
            for (Future<Long> each : good) {
                assertTrue(each.get() > 0);
            }
            for (Future<Long> each : bad) {
                assertThrows(ExecutionException.class, each::get);
            }
            assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L), sizes(database));
        }
    }

    @Test
    void theLogBeginsAnewWhileWritingGoesOn() throws Exception {
        int pages = 600;
        try (TestDatabase fresh = TestDatabases.create("sqlite");
                Database database = Schema.open(TestAccess.config(fresh));
                Connection connection = writing(database);
                SqliteCheckpoints checkpoints = new SqliteCheckpoints(database::dedicatedConnection, pages)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA wal_autocheckpoint = 0");
            }
            Db db = new Db(connection, engine(database), new StatementSource.Kept());
            int longest = 0;
            for (int written = 0; written < 20 * pages; written += 50) {
                long id = insert(db, 0);
                db.update(
                        "INSERT INTO {+content} (physmessage_id, head, body, packing, pieces) VALUES (?, ?, ?, 0, 0)",
                        id,
                        new byte[0],
                        new byte[50 * PAGE]);
                checkpoints.betweenTransactions(connection);
                longest = Math.max(
                        longest,
                        db.first("PRAGMA wal_checkpoint(NOOP)", row -> row.getInt(2))
                                .orElseThrow());
            }
            assertTrue(longest >= pages && longest < 3 * pages, "the log had " + longest + " pages");
        }
    }
}
