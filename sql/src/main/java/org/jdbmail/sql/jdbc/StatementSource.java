package org.jdbmail.sql.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.postgresql.PGStatement;

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

    /**
     * Takes it back after use.
     *
     * @param good whether it is constant and worked, so that it can be kept
     */
    void done(Connection connection, String text, PreparedStatement statement, boolean good) throws SQLException;

    /** Keeps nothing. */
    final class Fresh implements StatementSource {
        private Fresh() {}

        @Override
        public PreparedStatement prepare(Connection connection, String statement, boolean constant)
                throws SQLException {
            PreparedStatement prepared = connection.prepareStatement(statement);
            if (!constant && prepared.isWrapperFor(PGStatement.class)) {
                // Nobody will use it again.
                prepared.unwrap(PGStatement.class).setPrepareThreshold(0);
            }
            return prepared;
        }

        @Override
        public void done(Connection connection, String text, PreparedStatement statement, boolean good)
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
            // Taken out while it is in use, so that only what is put back is used again.
            PreparedStatement prepared = constant ? kept.remove(statement) : null;
            return prepared == null ? connection.prepareStatement(statement) : prepared;
        }

        @Override
        public void done(Connection connection, String text, PreparedStatement statement, boolean good)
                throws SQLException {
            if (good) {
                statement.clearParameters();
                PreparedStatement other = kept.put(text, statement);
                if (other != null) {
                    other.close();
                }
            } else {
                statement.close();
            }
        }
    }
}
