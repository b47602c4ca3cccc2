package org.jdbmail.sql.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;

/** What a database itself says of its tables, one line for each column or index, in an order that does not change. */
final class Catalog {

    private Catalog() {}

    /** Takes away all that JDBMail added: its tables, and its indexes and triggers on DBMail's. */
    static void dropOurs(TestDatabase database, String name) throws SQLException {
        boolean mysql = TestDatabases.isMysql(name);
        List<String> drops = new ArrayList<>();
        if (name.equals("sqlite")) {
            drops.add("DROP TRIGGER IF EXISTS jdbmail_mailbox_gone");
        }
        for (String entry : indexes(database)) {
            String table = entry.substring(0, entry.indexOf('.'));
            String index = entry.substring(entry.indexOf('.') + 1, entry.indexOf(' '));
            if (table.startsWith("dbmail_") && index.startsWith("jdbmail_")) {
                drops.add("DROP INDEX " + index + (mysql ? " ON " + table : ""));
            }
        }
        if (mysql) {
            drops.add("SET foreign_key_checks = 0");
        }
        columns(database).stream()
                .map(column -> column.substring(0, column.indexOf('.')))
                .filter(table -> table.startsWith("jdbmail_"))
                .distinct()
                .forEach(table -> drops.add("DROP TABLE " + table + (name.equals("postgresql") ? " CASCADE" : "")));
        database.execute(drops.toArray(String[]::new));
    }

    /** {@code table.column type [NOT NULL]}, the type and default as the database spells them. */
    static List<String> columns(TestDatabase database) throws SQLException {
        return lines(
                database,
                switch (database.name()) {
                    case "postgresql" ->
                        "SELECT table_name || '.' || column_name || ' ' || data_type"
                                + " || COALESCE('(' || character_maximum_length || ')', '')"
                                + " || CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END"
                                + " FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1";
                    case "mariadb", "mysql" ->
                        "SELECT CONCAT(table_name, '.', column_name, ' ', column_type,"
                                + " IF(is_nullable = 'NO', ' NOT NULL', ''), IF(extra <> '', CONCAT(' ', extra), ''))"
                                + " FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY 1";
                    default ->
                        "SELECT t.name || '.' || c.name || ' ' || c.type"
                                + " || CASE c.\"notnull\" WHEN 1 THEN ' NOT NULL' ELSE '' END"
                                + " FROM sqlite_master t JOIN pragma_table_info(t.name) c"
                                + " WHERE t.type IN ('table', 'view') AND t.name NOT LIKE 'sqlite%' ORDER BY 1";
                });
    }

    /** {@code table.index (columns)}; indexes that stand for keys included. */
    static List<String> indexes(TestDatabase database) throws SQLException {
        return lines(
                database,
                switch (database.name()) {
                    case "postgresql" ->
                        "SELECT tablename || '.' || regexp_replace(indexdef, '^CREATE (UNIQUE )?INDEX (\\S+) ON \\S+"
                                + " USING btree ', '\\1\\2 ') FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1";
                    case "mariadb", "mysql" ->
                        "SELECT CONCAT(table_name, '.', IF(non_unique = 0, 'UNIQUE ', ''), index_name, ' (',"
                                + " GROUP_CONCAT(column_name ORDER BY seq_in_index SEPARATOR ', '), ')')"
                                + " FROM information_schema.statistics WHERE table_schema = DATABASE()"
                                + " GROUP BY table_name, index_name, non_unique ORDER BY 1";
                    default ->
                        "SELECT tbl_name || '.' || name || ' (' || (SELECT group_concat(coalesce(c.name, 'expression'), ', ')"
                                + " FROM pragma_index_info(m.name) c) || ')'"
                                + " FROM sqlite_master m WHERE type = 'index' AND sql IS NOT NULL ORDER BY 1";
                });
    }

    /** {@code table.column default value}, for columns that have one. */
    static List<String> defaults(TestDatabase database) throws SQLException {
        return lines(
                database,
                switch (database.name()) {
                    case "postgresql" ->
                        "SELECT table_name || '.' || column_name || ' default '"
                                + " || regexp_replace(column_default, '^\\((\\d+)\\)::smallint$', '\\1')"
                                + " FROM information_schema.columns WHERE table_schema = 'public'"
                                + " AND column_default IS NOT NULL ORDER BY 1";
                    case "mariadb" ->
                        "SELECT CONCAT(table_name, '.', column_name, ' default ', column_default)"
                                + " FROM information_schema.columns WHERE table_schema = DATABASE()"
                                + " AND column_default IS NOT NULL ORDER BY 1";
                    // Spelled as MariaDB does.
                    case "mysql" ->
                        "SELECT CONCAT(table_name, '.', column_name, ' default ',"
                                + " IF(data_type LIKE '%int', COALESCE(column_default, 'NULL'), QUOTE(column_default)))"
                                + " FROM information_schema.columns WHERE table_schema = DATABASE()"
                                + " AND (column_default IS NOT NULL OR is_nullable = 'YES') ORDER BY 1";
                    default ->
                        "SELECT t.name || '.' || c.name || ' default ' || c.dflt_value"
                                + " FROM sqlite_master t JOIN pragma_table_info(t.name) c"
                                + " WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND c.dflt_value IS NOT NULL"
                                + " ORDER BY 1";
                });
    }

    /** {@code table.constraint definition}: primary and foreign keys. SQLite's are among the columns and triggers. */
    static List<String> constraints(TestDatabase database) throws SQLException {
        return switch (database.name()) {
            case "postgresql" ->
                lines(
                        database,
                        "SELECT conrelid::regclass || '.' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint"
                                + " WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'f')"
                                + " ORDER BY 1");
            case "mariadb", "mysql" ->
                lines(
                        database,
                        "SELECT CONCAT(k.table_name, ' FOREIGN KEY (', k.column_name, ') REFERENCES ',"
                                + " k.referenced_table_name, '(', k.referenced_column_name, ') ON UPDATE ', r.update_rule,"
                                + " ' ON DELETE ', r.delete_rule) FROM information_schema.key_column_usage k"
                                + " JOIN information_schema.referential_constraints r"
                                + " ON r.constraint_schema = k.table_schema AND r.constraint_name = k.constraint_name"
                                + " AND r.table_name = k.table_name WHERE k.table_schema = DATABASE() ORDER BY 1");
            default ->
                lines(
                        database,
                        "SELECT t.name || ' PRIMARY KEY (' || group_concat(c.name, ', ') || ')' FROM sqlite_master t"
                                + " JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND c.pk > 0"
                                + " AND t.name NOT LIKE 'sqlite%' GROUP BY t.name ORDER BY 1");
        };
    }

    /** {@code table.trigger trigger}, on SQLite. */
    static List<String> triggers(TestDatabase database) throws SQLException {
        return lines(
                database, "SELECT tbl_name || '.' || name || ' trigger' FROM sqlite_master WHERE type = 'trigger'");
    }

    private static List<String> lines(TestDatabase database, String sql) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
        }
        return lines;
    }
}
