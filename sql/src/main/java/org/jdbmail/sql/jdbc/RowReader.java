package org.jdbmail.sql.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Makes a value of a row.
 *
 * @param <T> the value
 */
@FunctionalInterface
public interface RowReader<T> {
    /** Reads the row that the result stands on, and doesn't move on. */
    T read(ResultSet row) throws SQLException;
}
