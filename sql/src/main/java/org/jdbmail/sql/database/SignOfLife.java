package org.jdbmail.sql.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks a database server on a connection of its own whether it answers at all. The connection is made when it is first needed, and
 * kept. Used by one thread.
 */
public final class SignOfLife implements BooleanSupplier, AutoCloseable {
    /** What a server that is at work takes to answer nothing much is a thousandth of that. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final int TOO_MANY_CONNECTIONS = 1040;

    private final Connector connector;
    private @Nullable Connection connection;

    SignOfLife(Connector connector) {
        this.connector = connector;
    }

    /** Whether it answers within about a second. */
    @Override
    public boolean getAsBoolean() {
        try {
            Connection known = connection;
            long asked = System.nanoTime();
            if (known != null && known.isValid(Math.toIntExact(PATIENCE.toSeconds()))) {
                return true;
            }
            close();
            if (System.nanoTime() - asked > PATIENCE.toNanos() * 3 / 4) {
                return false;
            }
            // Refused at once, the old connection alone may be gone: the server ends those that say nothing for hours.
            connection = connector.connectWithin(PATIENCE);
            return true;
        } catch (SQLException e) {
            return isAnswer(e);
        }
    }

    /** A server that has no room for one more connection, or refuses it, is there. Class 08: there was no connection. */
    private static boolean isAnswer(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && !state.startsWith("08") || failure.getErrorCode() == TOO_MANY_CONNECTIONS;
    }

    @Override
    public void close() {
        Connection known = connection;
        connection = null;
        if (known != null) {
            try {
                known.abort(Runnable::run); // close() may wait for an answer
            } catch (SQLException e) {
                return; // it is as good as closed: nobody uses it any more
            }
        }
    }
}
