package org.jdbmail.sql.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.sql.database.DatabaseException;
import org.jdbmail.sql.database.DatabaseException.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a database holds, as far as the decision needs it that {@link Migration} must take.
 *
 * @param state what kind of database it is
 * @param baseline whether our own baseline has been started on it, to the end or not: then it is to be completed, and never
 *     taken for DBMail's work
 * @param version of our part of the schema; 0 for none
 */
record Findings(State state, boolean baseline, int version) {
    private static final Logger LOG = LoggerFactory.getLogger(Findings.class);

    /** DBMail's upgrade steps, each "from,to", in the order in which its programs take them. */
    static final List<String> STEPS = List.of(
            "0,32001",
            "32001,32002",
            "32001,32003",
            "32001,32004",
            "32001,32005",
            "32001,32006",
            "32006,35001",
            "35001,35002");

    /** From here on a step is only noted on PostgreSQL and SQLite: the tables of DBMail 3.2 are those of 3.5 there. */
    private static final int STEPS_THAT_MATTER = 4;

    private static final int NEWEST_STEP = 35002;

    enum State {
        EMPTY,
        DBMAIL,
        OURS_OLDER,
        OURS_CURRENT
    }

    boolean ready() {
        return state == State.OURS_CURRENT;
    }

    /** What a start comes to on it. */
    Schema.Outcome outcome() {
        return switch (state) {
            case OURS_CURRENT -> Schema.Outcome.READY;
            case EMPTY -> Schema.Outcome.CREATED;
            case DBMAIL -> Schema.Outcome.ADOPTED;
            case OURS_OLDER -> Schema.Outcome.UPGRADED;
        };
    }

    /**
     * Whether nothing is to be done, by one query; all doubts are left to {@link #look}.
     *
     * @throws DatabaseException if tables of ours are missing
     */
    static boolean isCurrent(Connection connection, DatabaseConfig config) {
        String prefix = config.tablePrefix();
        String sql = "SELECT (SELECT MAX(version) FROM j" + prefix + "schema), (SELECT MAX(to_version) FROM " + prefix
                + "upgrade_steps), (SELECT said FROM j" + prefix + "fact WHERE name = '" + Facts.TABLES + "'), ("
                + Facts.countOfTables(config) + ")";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            if (!row.next() || row.getInt(1) != Schema.CURRENT || row.getInt(2) > NEWEST_STEP) {
                return false;
            }
            int missing = row.getInt(3) - row.getInt(4);
            if (missing > 0) {
                throw new DatabaseException(
                        Problem.DAMAGED,
                        "The database " + config.url() + " is damaged: " + missing
                                + " of the tables that JDBMail added are gone. Restore them from a backup, or see what"
                                + " jdbmail doctor says.");
            }
            return true;
        } catch (SQLException e) {
            LOG.trace("no store of ours yet", e);
            return false;
        }
    }

    /**
     * Looks at the connection's schema.
     *
     * @throws DatabaseException if it is somebody else's, too old or too new
     */
    static Findings look(Connection connection, DatabaseConfig config) throws SQLException {
        String prefix = config.tablePrefix();
        Set<String> tables = tables(connection, config);
        boolean baseline = tables.contains("j" + prefix + "changelog") && baselineBegun(connection, prefix);
        if (!tables.contains(prefix + "users") && !baseline) {
            refuseForeign(tables, config);
            return new Findings(State.EMPTY, false, 0);
        }
        int version = tables.contains("j" + prefix + "schema") ? version(connection, prefix) : 0;
        if (version > Schema.CURRENT) {
            throw new DatabaseException(
                    Problem.TOO_NEW,
                    "The database " + config.url() + " is too new: a later JDBMail made it (schema " + version
                            + ", this program knows up to " + Schema.CURRENT + "). Install that version.");
        }
        if (version > 0 || !baseline) {
            checkSteps(connection, tables, config);
        }
        if (version == Schema.CURRENT && tables.contains("j" + prefix + "fact")) {
            return new Findings(State.OURS_CURRENT, baseline, version);
        }
        return new Findings(version > 0 || baseline ? State.OURS_OLDER : State.DBMAIL, baseline, version);
    }

    private static Set<String> tables(Connection connection, DatabaseConfig config) throws SQLException {
        String sql = switch (config.url().kind()) {
            case SQLITE -> "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'";
            case POSTGRESQL ->
                "SELECT c.relname FROM pg_class c WHERE c.relkind IN ('r', 'p')"
                        + " AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())";
            case MYSQL ->
                "SELECT table_name FROM information_schema.tables"
                        + " WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'";
        };
        Set<String> names = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                names.add(rows.getString(1).toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    private static boolean baselineBegun(Connection connection, String prefix) throws SQLException {
        return number(connection, "SELECT COUNT(*) FROM j" + prefix + "changelog WHERE author = 'dbmail'") > 0;
    }

    private static int version(Connection connection, String prefix) throws SQLException {
        return number(connection, "SELECT COALESCE(MAX(version), 0) FROM j" + prefix + "schema");
    }

    private static int number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void refuseForeign(Set<String> tables, DatabaseConfig config) {
        Set<String> others = new TreeSet<>(tables);
        others.removeIf(name -> name.startsWith("j" + config.tablePrefix() + "changelog"));
        if (!others.isEmpty()) {
            throw new DatabaseException(
                    Problem.FOREIGN,
                    "The database " + config.url() + " is not empty and not DBMail's: it has " + others.size()
                            + " tables ("
                            + String.join(", ", others.stream().limit(3).toList())
                            + (others.size() > 3 ? ", …" : "") + ") but no " + config.tablePrefix()
                            + "users. Name an empty database, or set the table prefix that it was made with.");
        }
    }

    private static void checkSteps(Connection connection, Set<String> tables, DatabaseConfig config)
            throws SQLException {
        String table = config.tablePrefix() + "upgrade_steps";
        Set<String> steps = new HashSet<>();
        int newest = 0;
        if (tables.contains(table)) {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT from_version, to_version FROM " + table)) {
                while (rows.next()) {
                    steps.add(rows.getInt(1) + "," + rows.getInt(2));
                    newest = Math.max(newest, rows.getInt(2));
                }
            }
        }
        if (newest > NEWEST_STEP) {
            throw new DatabaseException(
                    Problem.TOO_NEW,
                    "The database " + config.url() + " is too new: a DBMail later than 3.5 upgraded it (step " + newest
                            + ", this program knows up to " + NEWEST_STEP + "). Install a later JDBMail.");
        }
        List<String> needed = switch (config.url().kind()) {
            case POSTGRESQL, SQLITE -> STEPS.subList(0, STEPS_THAT_MATTER);
            // The later ones make its text utf8mb4, without which our text doesn't fit.
            case MYSQL -> STEPS;
        };
        if (!steps.containsAll(needed)) {
            throw new DatabaseException(
                    Problem.TOO_OLD,
                    "The database " + config.url() + " is too old: DBMail's upgrade to 3.5 is not complete ("
                            + (newest == 0 ? "no upgrade step was taken" : "it ends at step " + newest)
                            + "). Start a DBMail 3.5 program on it once, which upgrades it, then start JDBMail.");
        }
    }
}
