package org.jdbmail.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jdbmail.testkit.database.TestDatabase;

/** Fills mailboxes by a few statements, doubling what is there: a delivery for each of a million messages would take an hour. */
final class GrowthFill {
    private final TestDatabase database;

    GrowthFill(TestDatabase database) {
        this.database = database;
    }

    /**
     * Makes copies of the one message that a mailbox has, each a physical message of its own, as mail is.
     *
     * @param bodyBytes of the copies' bodies
     */
    void copies(long mailboxId, int size, int bodyBytes) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            long original = number(
                    statement, "SELECT max(physmessage_id) FROM dbmail_messages WHERE mailbox_idnr = " + mailboxId);
            statement.executeUpdate("UPDATE jdbmail_content SET packing = 0, body = " + zeros(bodyBytes)
                    + " WHERE physmessage_id = " + original);
            long before = original;
            for (int there = 1; there < size; there *= 2) {
                int more = Math.min(there, size - there);
                statement.executeUpdate("INSERT INTO dbmail_physmessage (messagesize, rfcsize, internal_date)"
                        + " SELECT messagesize, rfcsize, internal_date FROM dbmail_physmessage WHERE id >= " + original
                        + " ORDER BY id LIMIT " + more);
                long last = number(statement, "SELECT max(id) FROM dbmail_physmessage");
                String made = " FROM dbmail_physmessage p WHERE p.id > " + before + " AND p.id <= " + last;
                String one = " WHERE o.physmessage_id = " + original + " AND p.id > " + before + " AND p.id <= " + last;
                statement.executeUpdate(
                        "INSERT INTO dbmail_messages (mailbox_idnr, physmessage_id, unique_id, seq, recent_flag) SELECT "
                                + mailboxId + ", p.id, 'u', 2, 0" + made + " ORDER BY p.id");
                statement.executeUpdate("INSERT INTO jdbmail_content (physmessage_id, head, body, packing, pieces)"
                        + " SELECT p.id, o.head, o.body, o.packing, o.pieces FROM jdbmail_content o, dbmail_physmessage p"
                        + one);
                statement.executeUpdate(
                        "INSERT INTO jdbmail_summary (physmessage_id, version, size, line_count, envelope, bodystructure)"
                                + " SELECT p.id, o.version, o.size, o.line_count, o.envelope, o.bodystructure"
                                + " FROM jdbmail_summary o, dbmail_physmessage p" + one);
                before = last;
            }
        }
    }

    /** Gathers what the database plans by, which it otherwise does when it likes, or never. */
    void analyze() throws SQLException {
        database.execute(
                switch (database.name()) {
                    case "sqlite", "postgresql" -> "ANALYZE";
                    default -> "ANALYZE TABLE dbmail_messages, dbmail_physmessage, dbmail_keywords, jdbmail_summary";
                });
    }

    /** The connection of another program that holds an account's row until it is closed. */
    Connection locking(long userId) throws SQLException {
        Connection connection = database.connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1 FROM dbmail_users WHERE user_idnr = " + userId + " FOR UPDATE");
        }
        return connection;
    }

    private String zeros(int bytes) {
        return switch (database.name()) {
            case "sqlite" -> "zeroblob(" + bytes + ")";
            case "postgresql" -> "decode(repeat('00', " + bytes + "), 'hex')";
            default -> "repeat('0', " + bytes + ")";
        };
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
