package org.jdbmail.sql.change;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.api.Test;

/** How the poller knows on SQLite that another process has committed. */
final class DataVersionTest {
    @Test
    void itTellsOfEachCommitOnceAndGoesOnWithAnotherConnectionAfterAFailure() throws SQLException {
        try (TestDatabase database = TestDatabases.create("sqlite");
                Connection writer = database.connect();
                Statement statement = writer.createStatement()) {
            Connection first = database.connect();
            Connection second = database.connect();
            Deque<Connection> connections = new ArrayDeque<>();
            connections.add(first);
            connections.add(second);
            try (DataVersion version = new DataVersion(connections::remove)) {
                assertTrue(version.moved());
                assertFalse(version.moved());
                statement.execute("CREATE TABLE t (x INTEGER)");
                assertTrue(version.moved());
                assertFalse(version.moved());
                first.close();
                assertThrows(SQLException.class, version::moved);
                // What came meanwhile is not missed, though the other connection may have the same number.
                assertTrue(version.moved());
                assertFalse(version.moved());
                assertTrue(connections.isEmpty());
            }
        }
    }
}
