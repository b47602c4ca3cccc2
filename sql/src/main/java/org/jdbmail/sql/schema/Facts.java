package org.jdbmail.sql.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import org.jdbmail.core.content.Layout;
import org.jdbmail.sql.database.DatabaseConfig;

/** What a migration notes of the store in {@code jdbmail_fact}. */
public final class Facts {
    /** How new messages are kept: the name of a {@link Layout} in lower case. */
    public static final String LAYOUT = "layout";

    /** How many tables of ours there are. */
    static final String TABLES = "tables";

    private Facts() {}

    /** A query for how many tables of ours there are now. */
    static String countOfTables(DatabaseConfig config) {
        String own = "j" + config.tablePrefix();
        String begins = " AND substr(%s, 1, " + own.length() + ") = '" + own + "'";
        return switch (config.url().kind()) {
            case SQLITE -> "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table'" + begins.formatted("name");
            case POSTGRESQL ->
                "SELECT COUNT(*) FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace ="
                        + " (SELECT oid FROM pg_namespace WHERE nspname = current_schema())"
                        + begins.formatted("relname");
            case MYSQL ->
                "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()"
                        + begins.formatted("table_name");
        };
    }

    /** How many tables of ours there are now. */
    static int tables(Connection connection, DatabaseConfig config) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(countOfTables(config))) {
            row.next();
            return row.getInt(1);
        }
    }

    /**
     * Notes what a migration has led to. Where new messages go is noted once: a database that was DBMail's goes on as it was
     * until its administrator says otherwise.
     *
     * @param isOurs whether all tables are of our making
     */
    static void note(Connection connection, DatabaseConfig config, boolean isOurs) throws SQLException {
        String table = "j" + config.tablePrefix() + "fact";
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM " + table + " WHERE name = '" + TABLES + "'");
            insert(connection, table, TABLES, Integer.toString(tables(connection, config)));
            boolean isNoted;
            try (ResultSet row = statement.executeQuery("SELECT 1 FROM " + table + " WHERE name = '" + LAYOUT + "'")) {
                isNoted = row.next();
            }
            if (!isNoted) {
                insert(connection, table, LAYOUT, word(isOurs ? Layout.COMPACT : Layout.PARTS));
            }
        }
    }

    private static void insert(Connection connection, String table, String name, String said) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + table + " (name, said) VALUES (?, ?)")) {
            insert.setString(1, name);
            insert.setString(2, said);
            insert.executeUpdate();
        }
    }

    /** A layout as it is noted. */
    public static String word(Layout layout) {
        return layout.name().toLowerCase(Locale.ROOT);
    }

    /** The layout that was noted. */
    public static Layout layout(String said) {
        return said.equals(word(Layout.PARTS)) ? Layout.PARTS : Layout.COMPACT;
    }
}
