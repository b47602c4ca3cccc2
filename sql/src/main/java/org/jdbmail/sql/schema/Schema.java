package org.jdbmail.sql.schema;

import java.sql.Connection;
import java.sql.SQLException;
import org.jdbmail.sql.database.Database;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.sql.database.DatabaseException;
import org.jdbmail.sql.database.SqlFailures;

/**
 * The way in: opens a database and sees to it that its tables are those this program was built for. An empty database
 * gets the whole schema, DBMail's tables first; a DBMail 3 database is adopted, which adds our tables and changes nothing
 * of its own; one of an earlier JDBMail gets what is new. When nothing is to be done this costs three small queries.
 */
public final class Schema {

    /** The number of the last changeset in {@code jdbmail/version.sql}. */
    public static final int CURRENT = 7;

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
            Findings findings = Findings.look(connection, config);
            return findings.ready() ? Outcome.READY : new Migration(config).run(connection);
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
