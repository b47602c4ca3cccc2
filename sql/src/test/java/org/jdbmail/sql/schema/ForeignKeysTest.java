package org.jdbmail.sql.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jdbmail.sql.database.TestAccess;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * From every row there is an index to what refers to it: where a mailbox, an account or a message is deleted, its subscriptions, rights
 * and contents are found without reading those of everybody.
 */
class ForeignKeysTest {
    static List<String> databases() {
        return TestDatabases.names();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatRefersToARowIsFoundByAnIndex(String name) throws SQLException {
        try (TestDatabase fresh = TestDatabases.create(name)) {
            Schema.prepare(TestAccess.config(fresh));
            try (Connection connection = fresh.connect()) {
                Set<String> keys = new TreeSet<>();
                Set<String> slow = new TreeSet<>();
                for (String table : tables(connection)) {
                    Set<String> led = firstColumns(connection, table);
                    for (String column : references(connection, table)) {
                        keys.add(table + "." + column);
                        if (!led.contains(column)) {
                            slow.add(table + "." + column);
                        }
                    }
                }
                // DBMail's own keys are triggers on SQLite, which no catalogue tells of.
                for (String table : List.of("dbmail_subscription", "dbmail_acl")) {
                    if (!firstColumns(connection, table).contains("mailbox_id")) {
                        slow.add(table + ".mailbox_id");
                    }
                }
                assertTrue(keys.size() > 10, keys.toString());
                assertEquals(Set.of(), slow);
            }
        }
    }

    private static List<String> tables(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet rows =
                connection.getMetaData().getTables(connection.getCatalog(), null, "%dbmail%", new String[] {"TABLE"})) {
            while (rows.next()) {
                tables.add(rows.getString("TABLE_NAME"));
            }
        }
        return tables;
    }

    /** The first columns of foreign keys. */
    private static Set<String> references(Connection connection, String table) throws SQLException {
        Set<String> columns = new HashSet<>();
        try (ResultSet rows = connection.getMetaData().getImportedKeys(connection.getCatalog(), null, table)) {
            while (rows.next()) {
                if (rows.getInt("KEY_SEQ") <= 1) {
                    columns.add(rows.getString("FKCOLUMN_NAME").toLowerCase(Locale.ROOT));
                }
            }
        }
        return columns;
    }

    /** The first columns of indexes and of the primary key. */
    private static Set<String> firstColumns(Connection connection, String table) throws SQLException {
        Set<String> columns = new HashSet<>();
        DatabaseMetaData meta = connection.getMetaData();
        try (ResultSet rows = meta.getIndexInfo(connection.getCatalog(), null, table, false, true)) {
            while (rows.next()) {
                String column = rows.getString("COLUMN_NAME");
                if (column != null && rows.getInt("ORDINAL_POSITION") <= firstOrdinal(connection)) {
                    columns.add(column.toLowerCase(Locale.ROOT));
                }
            }
        }
        try (ResultSet rows = meta.getPrimaryKeys(connection.getCatalog(), null, table)) {
            while (rows.next()) {
                if (rows.getInt("KEY_SEQ") <= 1) {
                    columns.add(rows.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
                }
            }
        }
        return columns;
    }

    /** SQLite's driver counts from zero. */
    private static int firstOrdinal(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equals("SQLite") ? 0 : 1;
    }
}
