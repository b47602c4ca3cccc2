package org.jdbmail.sql.jdbc;

import java.sql.SQLException;

/**
 * Carries an {@link SQLException} through the aggregates, whose methods declare none, to the transaction boundary, which
 * decides whether to try again. It never leaves this module.
 */
public final class SqlFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final SQLException failure;

    public SqlFailure(SQLException failure) {
        super(failure.getMessage(), failure, false, false);
        this.failure = failure;
    }

    /** What the driver said. */
    public SQLException failure() {
        return failure;
    }
}
