package org.jdbmail.sql.change;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * SQLite's own counter of commits by other connections, which costs next to nothing to ask: only when it has moved, the
 * poller looks at the mailboxes. It has meaning for one connection only, so that one is kept.
 */
final class DataVersion implements AutoCloseable {
    private final Supplier<Connection> connect;
    private @Nullable Connection connection;
    private long last = -1;

    DataVersion(Supplier<Connection> connect) {
        this.connect = connect;
    }

    /** Whether something was committed since this was asked last. */
    boolean moved() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = connect.get();
            connection = open;
        }
        try (Statement statement = open.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA data_version")) {
            row.next();
            long version = row.getLong(1);
            boolean moved = version != last;
            last = version;
            return moved;
        }
    }

    @Override
    public void close() throws SQLException {
        Connection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }
}
