package org.jdbmail.sql.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Takes the rows of a result one by one. */
@FunctionalInterface
public interface RowConsumer {
    /** Takes the row that the result stands on, and doesn't move on. */
    void accept(ResultSet row) throws SQLException;
}
