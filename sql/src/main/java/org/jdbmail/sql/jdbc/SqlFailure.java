package org.jdbmail.sql.jdbc;

import java.sql.SQLException;
import org.sqlite.SQLiteException;

/**
 * Carries an {@link SQLException} through the aggregates, whose methods declare none, to the transaction boundary, which
 * decides whether to try again. It never leaves this module.
 */
public final class SqlFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int MYSQL_DUPLICATE = 1062;

    private final SQLException failure;

    public SqlFailure(SQLException failure) {
        super(failure.getMessage(), failure, false, false);
        this.failure = failure;
    }

    /** What the driver said. */
    public SQLException failure() {
        return failure;
    }

    /** Whether a row with that key is there already. */
    public boolean isDuplicate() {
        return switch (failure) {
            // https://sqlite.org/rescode.html: the extended codes
            case SQLiteException sqlite ->
                switch (sqlite.getResultCode()) {
                    case SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_ROWID -> true;
                    default -> false;
                };
            default -> "23505".equals(failure.getSQLState()) || failure.getErrorCode() == MYSQL_DUPLICATE;
        };
    }
}
