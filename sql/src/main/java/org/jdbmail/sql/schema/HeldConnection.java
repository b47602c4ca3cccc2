package org.jdbmail.sql.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.DatabaseException;

/**
 * A connection lent to Liquibase, which cannot close it. Where the database can undo a CREATE TABLE, Liquibase cannot end
 * the transaction either: its commit sets a savepoint and its rollback goes back to the last one (it probes for its tables
 * with statements that fail, and PostgreSQL wants to hear of a rollback after each), so that a whole migration is one
 * transaction of {@link Migration}'s.
 */
final class HeldConnection extends JdbcConnection {

    private final boolean oneTransaction;

    private HeldConnection(Connection connection, boolean oneTransaction) {
        super(connection);
        this.oneTransaction = oneTransaction;
    }

    /** Lends a connection as it is: Liquibase's commits are commits. */
    static HeldConnection committing(Connection connection) {
        return new HeldConnection(connection, false);
    }

    /** Lends a connection on which a transaction has begun. */
    static HeldConnection inTransaction(Connection connection) throws DatabaseException {
        var held = new HeldConnection(connection, true);
        held.execute("SAVEPOINT liquibase");
        return held;
    }

    @Override
    public void commit() throws DatabaseException {
        if (oneTransaction) {
            execute("RELEASE SAVEPOINT liquibase");
            execute("SAVEPOINT liquibase");
        } else {
            super.commit();
        }
    }

    @Override
    public void rollback() throws DatabaseException {
        if (oneTransaction) {
            execute("ROLLBACK TO SAVEPOINT liquibase");
        } else {
            super.rollback();
        }
    }

    @Override
    public void setAutoCommit(boolean autoCommit) throws DatabaseException {
        if (!oneTransaction) {
            super.setAutoCommit(autoCommit);
        }
    }

    @Override
    public void close() {
        // The caller's to close.
    }

    private void execute(String sql) throws DatabaseException {
        try (Statement statement = getUnderlyingConnection().createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }
}
