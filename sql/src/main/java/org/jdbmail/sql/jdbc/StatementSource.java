package org.jdbmail.sql.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Where prepared statements come from. Pooled connections get a new one each time: PostgreSQL's and MySQL's drivers keep
 * the prepared form themselves. SQLite's doesn't, so the connection that writes keeps its constant statements here, and those
 * that read keep them in {@link PooledStatements}.
 */
public sealed interface StatementSource permits StatementSource.Fresh, StatementSource.Kept, PooledStatements {
    /** A source that keeps nothing. */
    StatementSource FRESH = new Fresh();

    /** Prepares a statement, or finds it. */
    PreparedStatement prepare(Connection connection, String statement, boolean constant) throws SQLException;

    /** Takes it back after use; the rest is as it was given to {@link #prepare}. */
    void done(Connection connection, String text, PreparedStatement statement, boolean constant) throws SQLException;

    /** Keeps nothing. */
    final class Fresh implements StatementSource {
        private Fresh() {}

        @Override
        public PreparedStatement prepare(Connection connection, String statement, boolean constant)
                throws SQLException {
            return connection.prepareStatement(statement);
        }

        @Override
        public void done(Connection connection, String text, PreparedStatement statement, boolean constant)
                throws SQLException {
            statement.close();
        }
    }

    /** Keeps the constant statements of one connection, which one thread uses. */
    final class Kept implements StatementSource {
        private final Map<String, PreparedStatement> kept = new HashMap<>();

        @Override
        public PreparedStatement prepare(Connection connection, String statement, boolean constant)
                throws SQLException {
            if (!constant) {
                return connection.prepareStatement(statement);
            }
            PreparedStatement prepared = kept.get(statement);
            if (prepared == null) {
                prepared = connection.prepareStatement(statement);
                kept.put(statement, prepared);
            }
            return prepared;
        }

        @Override
        public void done(Connection connection, String text, PreparedStatement statement, boolean constant)
                throws SQLException {
            if (constant) {
                statement.clearParameters();
            } else {
                statement.close();
            }
        }
    }
}
