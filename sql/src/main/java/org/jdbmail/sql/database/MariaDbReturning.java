package org.jdbmail.sql.database;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.tools.jdbc.DefaultPreparedStatement;

/**
 * Lets MariaDB's {@code INSERT … RETURNING} through Connector/J. jOOQ runs such a statement with {@code executeQuery()},
 * which this driver, being MySQL's, refuses for anything that changes data; {@code execute()} and {@code getResultSet()} give
 * the same rows.
 */
final class MariaDbReturning implements ExecuteListener {

    private static final long serialVersionUID = 1L;

    @Override
    public void prepareEnd(ExecuteContext ctx) {
        String sql = ctx.sql();
        PreparedStatement statement = ctx.statement();
        if (sql != null && statement != null && sql.toLowerCase(Locale.ROOT).contains(" returning ")) {
            ctx.statement(new ReturningStatement(statement));
        }
    }

    private static final class ReturningStatement extends DefaultPreparedStatement {

        ReturningStatement(PreparedStatement delegate) {
            super(delegate);
        }

        @Override
        public ResultSet executeQuery() throws SQLException {
            PreparedStatement delegate = getDelegatePreparedStatement();
            if (!delegate.execute()) {
                throw new SQLException("The statement returned no rows where rows were asked for.");
            }
            return delegate.getResultSet();
        }
    }
}
