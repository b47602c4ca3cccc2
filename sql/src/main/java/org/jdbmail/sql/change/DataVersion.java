package org.jdbmail.sql.change;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SQLite's own counter of commits by other connections, which costs next to nothing to ask: only when it has moved, the
 * poller looks at the mailboxes. It has meaning for one connection only, so that one is kept.
 */
final class DataVersion implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DataVersion.class);

    private final Supplier<Connection> connect;
    private @Nullable Connection connection;
    private long last = -1;

    DataVersion(Supplier<Connection> connect) {
        this.connect = connect;
    }

    /** Whether something was committed since this was asked last; and the first time, and the first after a failure. */
    boolean moved() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = connect.get();
            connection = open;
        }
        boolean asked = false;
        try (Statement statement = open.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA data_version")) {
            row.next();
            long version = row.getLong(1);
            asked = true;
            boolean moved = version != last;
            last = version;
            return moved;
        } finally {
            if (!asked) {
                giveUp(open);
            }
        }
    }

    /** Another connection counts for itself. */
    private void giveUp(Connection failed) {
        connection = null;
        last = -1;
        try {
            failed.close();
        } catch (SQLException e) {
            LOG.debug("a connection that failed could not be closed", e);
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
