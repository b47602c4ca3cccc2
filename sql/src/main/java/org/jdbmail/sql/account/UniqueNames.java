package org.jdbmail.sql.account;

import java.sql.SQLException;
import java.util.function.Supplier;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.sql.jdbc.SqlFailure;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * What the unique keys of DBMail's tables have to say about names. MySQL's take more names for the same than we do, and we don't
 * change these tables: such a name can't be given, though nothing is found under it.
 */
final class UniqueNames {
    /** SQLSTATE's class "integrity constraint violation", and SQLite's code, which has no SQLSTATE. */
    private static final String VIOLATION = "23";

    private static final int SQLITE_CONSTRAINT = 19;

    private UniqueNames() {}

    /**
     * Writes names, of which the caller knows that they are free as we compare.
     *
     * @throws Refusal INVALID if the database takes one of them for one that is there
     */
    static <T> T write(Supplier<T> statement) {
        try {
            return statement.get();
        } catch (SqlFailure | DataAccessException e) {
            if (isViolation(e)) {
                throw new Refusal(
                        Reason.INVALID, "the database cannot tell this name from another that exists already", e);
            }
            throw e;
        }
    }

    private static boolean isViolation(RuntimeException failure) {
        SQLException sql = cause(failure);
        if (sql == null) {
            return false;
        }
        String state = sql.getSQLState();
        return state == null ? (sql.getErrorCode() & 0xff) == SQLITE_CONSTRAINT : state.startsWith(VIOLATION);
    }

    private static @Nullable SQLException cause(RuntimeException failure) {
        return switch (failure) {
            case SqlFailure sql -> sql.failure();
            case DataAccessException jooq -> jooq.getCause(SQLException.class);
            default -> null;
        };
    }
}
