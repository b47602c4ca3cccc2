package org.jdbmail.sql.schema;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.sql.database.DatabaseKind;
import org.jdbmail.sql.jooq.DefaultSchema;
import org.jooq.Field;
import org.jooq.Table;

/** Compares the tables that are there with those that this program was built for. */
final class Drift {
    /** What DBMail's scripts make on some databases only. */
    private static final Set<String> NOT_EVERYWHERE =
            Set.of("messageblks", "users.maxsieve_size", "users.cursieve_size", "sievescripts.id");

    private Drift() {}

    /** Tables and columns that are missing. */
    static List<String> missing(Connection connection, DatabaseConfig config) throws SQLException {
        Set<String> there = columns(connection, config);
        List<String> missing = new ArrayList<>();
        for (Table<?> table : DefaultSchema.DEFAULT_SCHEMA.getTables()) {
            String bare = table.getName().toLowerCase(Locale.ROOT).replaceFirst("^j?dbmail_", "");
            boolean isOurs = table.getName().toLowerCase(Locale.ROOT).startsWith("j");
            String name = (isOurs ? "j" : "") + config.tablePrefix() + bare;
            if (!there.contains(name)) {
                if (isOurs || !NOT_EVERYWHERE.contains(bare)) {
                    missing.add(name);
                }
                continue;
            }
            for (Field<?> field : table.fields()) {
                String column = field.getName().toLowerCase(Locale.ROOT);
                boolean isNeeded = isOurs || !NOT_EVERYWHERE.contains(bare + "." + column);
                if (isNeeded && !there.contains(name + "." + column)) {
                    missing.add(name + "." + column);
                }
            }
        }
        return missing;
    }

    /** Every table, and every column as {@code table.column}. */
    private static Set<String> columns(Connection connection, DatabaseConfig config) throws SQLException {
        DatabaseMetaData data = connection.getMetaData();
        String schema = config.url().kind() == DatabaseKind.POSTGRESQL ? connection.getSchema() : null;
        Set<String> names = new HashSet<>();
        try (ResultSet row = data.getColumns(connection.getCatalog(), schema, "%", "%")) {
            while (row.next()) {
                String table = row.getString("TABLE_NAME").toLowerCase(Locale.ROOT);
                names.add(table);
                names.add(table + "." + row.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }
}
