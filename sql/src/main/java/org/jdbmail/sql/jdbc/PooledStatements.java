package org.jdbmail.sql.jdbc;

import com.zaxxer.hikari.pool.ProxyConnection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * Keeps the constant statements of a pool of SQLite connections, each with its connection. To prepare a small join takes
 * SQLite longer than to carry it out, and looking up a recipient is nothing else.
 *
 * <p>They are made on the connection behind the pool's proxy, which would close them when it is given back. A connection
 * that something else is wrapped around is left alone: whoever did that wants to see every call.
 */
public final class PooledStatements implements StatementSource {
    /** Statements kept for one connection; there are fewer constant ones than that. */
    private static final int MOST = 200;

    private final Map<SQLiteConnection, Map<String, PreparedStatement>> kept = new ConcurrentHashMap<>();

    @Override
    public PreparedStatement prepare(Connection connection, String text, boolean constant) throws SQLException {
        SQLiteConnection behind = constant ? behind(connection) : null;
        if (behind == null) {
            return connection.prepareStatement(text);
        }
        // Taken out while it is in use: work may run the same statement again while it reads the rows of the first.
        PreparedStatement idle = statementsOf(behind).remove(text);
        return idle == null ? behind.prepareStatement(text) : idle;
    }

    @Override
    public void done(Connection connection, String text, PreparedStatement statement, boolean good)
            throws SQLException {
        SQLiteConnection behind = good ? behind(connection) : null;
        Map<String, PreparedStatement> idle = behind == null ? null : statementsOf(behind);
        if (idle == null || idle.size() >= MOST || idle.containsKey(text)) {
            statement.close();
        } else {
            statement.clearParameters();
            idle.put(text, statement);
        }
    }

    private static @Nullable SQLiteConnection behind(Connection connection) throws SQLException {
        return connection instanceof ProxyConnection ? connection.unwrap(SQLiteConnection.class) : null;
    }

    /** Used by the one thread that has the connection now. */
    private Map<String, PreparedStatement> statementsOf(SQLiteConnection connection) {
        Map<String, PreparedStatement> known = kept.get(connection);
        if (known != null) {
            return known;
        }
        // A connection's statements end with it.
        kept.keySet().removeIf(PooledStatements::isClosed);
        return kept.computeIfAbsent(connection, first -> new HashMap<>());
    }

    private static boolean isClosed(SQLiteConnection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }
}
