package org.jdbmail.sql.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.sql.database.DatabaseException;
import org.jdbmail.sql.database.DatabaseException.Problem;
import org.jdbmail.sql.database.DatabaseKind;
import org.jdbmail.sql.schema.Schema.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a database to the current schema, once, however many programs start at the same time, and never half.
 *
 * <p>The first comer takes a lock that the database itself drops when its holder dies: an advisory lock on PostgreSQL and
 * MySQL, SQLite's write lock. Whoever gets it later looks again and finds the work done. Liquibase has a lock of its
 * own, a row that outlives a killed process; under our lock a row that is set is a leftover and is cleared.
 *
 * <p>On PostgreSQL and SQLite all of it is one transaction. MySQL commits at every CREATE; there the changesets can run
 * again, and a start after a crash completes what the last one began.
 */
final class Migration {

    private static final Logger LOG = LoggerFactory.getLogger(Migration.class);

    /** How long a second starter waits for the first one's migration, in seconds: adding an index to a large store takes long. */
    private static final int PATIENCE = 600;

    private final DatabaseConfig config;

    Migration(DatabaseConfig config) {
        this.config = config;
    }

    Outcome run(Connection connection) throws SQLException {
        if (config.url().kind() != DatabaseKind.SQLITE) {
            // An index on a large adopted store may take longer than the silence we accept otherwise.
            connection.setNetworkTimeout(Runnable::run, 0);
        }
        return switch (config.url().kind()) {
            case SQLITE -> {
                execute(connection, "PRAGMA busy_timeout = " + PATIENCE * 1000);
                // The driver's connection for writing begins this as BEGIN IMMEDIATE: the lock is ours from here on.
                yield inTransaction(connection);
            }
            case POSTGRESQL -> {
                execute(connection, "SET lock_timeout = '" + PATIENCE + "s'");
                execute(connection, "SELECT pg_advisory_lock(hashtext('" + lockName() + "'))");
                yield inTransaction(connection);
            }
            case MYSQL -> {
                if (number(connection, "SELECT GET_LOCK('" + lockName() + "', " + PATIENCE + ")") != 1) {
                    throw new DatabaseException(
                            Problem.BUSY,
                            "Another program has been changing the schema of " + config.url() + " for " + PATIENCE
                                    + " s: look at it, then start again.");
                }
                yield migrate(connection);
            }
        };
    }

    /** PostgreSQL's and SQLite's way. The advisory lock is the session's and goes when the caller closes the connection. */
    private Outcome inTransaction(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        Outcome outcome = migrate(connection);
        connection.commit();
        return outcome;
    }

    private Outcome migrate(Connection connection) throws SQLException {
        Findings findings = Findings.look(connection, config);
        boolean whole = findings.state() == Findings.State.EMPTY || findings.baseline();
        Outcome outcome = findings.outcome();
        if (outcome != Outcome.READY) {
            long start = System.nanoTime();
            Changelogs.run(connection, config, whole ? Changelogs.ALL : Changelogs.OURS);
            Facts.note(connection, config, whole);
            LOG.info(
                    "Schema of {}: {}, version {}, in {} ms.",
                    config.url(),
                    switch (outcome) {
                        case CREATED -> "created";
                        case ADOPTED -> "adopted from DBMail";
                        case UPGRADED -> "upgraded";
                        case READY -> "ready";
                    },
                    Schema.CURRENT,
                    (System.nanoTime() - start) / 1_000_000);
            if (outcome == Outcome.ADOPTED && config.url().kind() == DatabaseKind.SQLITE) {
                LOG.warn("An SQLite database that DBMail made rewrites a whole mailbox at each change."
                        + " Copy its mail into a new database; see docs/decisions/ids-on-sqlite.md.");
            }
        }
        return outcome;
    }

    /** The lock is for this set of tables: another prefix in the same database is another store. */
    private String lockName() {
        return "jdbmail-schema-" + config.tablePrefix();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }
}
