package org.jdbmail.sql.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbmail.sql.database.Database;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.sql.database.DatabaseException;
import org.jdbmail.sql.database.SqlFailures;

/**
 * The way in: opens a database and sees to it that its tables are those this program was built for. An empty database
 * gets the whole schema, DBMail's tables first; a DBMail 3 database is adopted, which adds our tables and changes nothing
 * of its own; one of an earlier JDBMail gets what is new. When nothing is to be done this costs one small query.
 */
public final class Schema {

    /** The number of the last changeset in {@code jdbmail/version.sql}. */
    public static final int CURRENT = 14;

    private Schema() {}

    /**
     * Opens a database, ready for use.
     *
     * @throws DatabaseException if it cannot be reached, is not ours or DBMail's, is too old or too new
     */
    public static Database open(DatabaseConfig config) {
        prepare(config);
        return Database.connect(config);
    }

    /** What {@link #open} does before it connects: looks, and migrates if it must. */
    public static Outcome prepare(DatabaseConfig config) {
        try (Connection connection = Database.single(config)) {
            return Findings.isCurrent(connection, config) ? Outcome.READY : new Migration(config).run(connection);
        } catch (SQLException e) {
            throw SqlFailures.explain(e, config);
        }
    }

    /**
     * What a database is now, and what the next start would make of it; changes nothing.
     *
     * @param outcome what the start would come to
     * @param version of our part of the schema; 0 for none
     * @param tables of ours that are there
     * @param missing tables and columns that this program needs and that are not there, as {@code table} or
     *     {@code table.column}; empty where the start would make them
     */
    public record Status(Outcome outcome, int version, int tables, List<String> missing) {}

    /** Looks at a database. */
    public static Status look(DatabaseConfig config) {
        try (Connection connection = Database.single(config)) {
            Findings findings = Findings.look(connection, config);
            boolean isCurrent = findings.state() == Findings.State.OURS_CURRENT;
            return new Status(
                    findings.outcome(),
                    findings.version(),
                    Facts.tables(connection, config),
                    isCurrent ? Drift.missing(connection, config) : List.of());
        } catch (SQLException e) {
            throw SqlFailures.explain(e, config);
        }
    }

    /**
     * Keys that are missing.
     *
     * @param indexes columns of DBMail's tables by which rows are looked for and that no index begins with, as {@code table(column)}
     * @param withoutPrimaryKey tables that have none: some of DBMail's, which clusters such as Galera don't like
     */
    public record Keys(List<String> indexes, List<String> withoutPrimaryKey) {}

    /** Looks for keys. */
    public static Keys keys(DatabaseConfig config) {
        try (Connection connection = Database.single(config)) {
            return KeySearch.look(connection, config);
        } catch (SQLException e) {
            throw SqlFailures.explain(e, config);
        }
    }

    /** How far the database's clock is ahead of this machine's; half of the way there and back is off at most. */
    public static Duration clockOffset(DatabaseConfig config) {
        String epoch = switch (config.url().kind()) {
            case SQLITE -> "SELECT strftime('%s', 'now')";
            case POSTGRESQL -> "SELECT extract(epoch FROM clock_timestamp())";
            case MYSQL -> "SELECT unix_timestamp()";
        };
        try (Connection connection = Database.single(config);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(epoch)) {
            row.next();
            return Duration.between(Instant.now(), Instant.ofEpochSecond(row.getLong(1)));
        } catch (SQLException e) {
            throw SqlFailures.explain(e, config);
        }
    }

    /** The SQL that the next start would run; nothing is changed. */
    public static String pending(DatabaseConfig config) {
        try (Connection connection = Database.single(config)) {
            Findings findings = Findings.look(connection, config);
            if (findings.ready()) {
                return "";
            }
            boolean whole = findings.state() == Findings.State.EMPTY || findings.baseline();
            connection.setAutoCommit(false);
            try {
                return Changelogs.sql(connection, config, whole ? Changelogs.ALL : Changelogs.OURS);
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw SqlFailures.explain(e, config);
        }
    }

    /** What was done to a database. */
    public enum Outcome {
        /** Nothing was to be done. */
        READY,
        /** It was empty and got its schema. */
        CREATED,
        /** It was DBMail's and got our tables beside. */
        ADOPTED,
        /** It was of an earlier JDBMail and got what is new. */
        UPGRADED
    }
}
