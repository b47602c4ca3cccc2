package org.jdbmail.sql.schema;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.sql.database.DatabaseKind;
import org.jspecify.annotations.Nullable;

/** Looks for the indexes without which a store grows slow, and for tables without a primary key. */
final class KeySearch {
    /** Columns of DBMail's tables by which rows are looked for all the time. */
    private static final Map<String, List<String>> LOOKED_FOR_BY = Map.of(
            "messages", List.of("mailbox_idnr", "physmessage_id"),
            "mailboxes", List.of("owner_idnr"),
            "partlists", List.of("physmessage_id", "part_id"),
            "mimeparts", List.of("hash"),
            "header", List.of("physmessage_id"),
            "headervalue", List.of("hash"),
            "envelope", List.of("physmessage_id"),
            "sievescripts", List.of("owner_idnr"),
            "keywords", List.of("message_idnr"),
            "acl", List.of("user_id"));

    private final DatabaseMetaData data;
    private final @Nullable String catalog;
    private final @Nullable String schema;

    private KeySearch(Connection connection, DatabaseConfig config) throws SQLException {
        this.data = connection.getMetaData();
        this.catalog = connection.getCatalog();
        this.schema = config.url().kind() == DatabaseKind.POSTGRESQL ? connection.getSchema() : null;
    }

    /** What is missing. */
    static Schema.Keys look(Connection connection, DatabaseConfig config) throws SQLException {
        KeySearch keys = new KeySearch(connection, config);
        List<String> indexes = new ArrayList<>();
        for (String table : new TreeSet<>(LOOKED_FOR_BY.keySet())) {
            String name = config.tablePrefix() + table;
            Set<String> first = keys.first(name);
            for (String column : LOOKED_FOR_BY.getOrDefault(table, List.of())) {
                if (!first.contains(column)) {
                    indexes.add(name + "(" + column + ")");
                }
            }
        }
        List<String> withoutKey = new ArrayList<>();
        for (String table : keys.tables(config.tablePrefix())) {
            if (!keys.hasPrimaryKey(table)) {
                withoutKey.add(table);
            }
        }
        return new Schema.Keys(indexes, withoutKey);
    }

    /** The columns that an index or the primary key begins with. */
    private Set<String> first(String table) throws SQLException {
        Set<String> first = new HashSet<>();
        try (ResultSet row = data.getIndexInfo(catalog, schema, table, false, true)) {
            while (row.next()) {
                String column = row.getString("COLUMN_NAME");
                if (column != null && row.getInt("ORDINAL_POSITION") <= 1) {
                    first.add(column.toLowerCase(Locale.ROOT));
                }
            }
        }
        try (ResultSet row = data.getPrimaryKeys(catalog, schema, table)) {
            while (row.next()) {
                if (row.getInt("KEY_SEQ") <= 1) {
                    first.add(row.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
                }
            }
        }
        return first;
    }

    private Set<String> tables(String prefix) throws SQLException {
        Set<String> tables = new TreeSet<>();
        try (ResultSet row = data.getTables(catalog, schema, "%", new String[] {"TABLE"})) {
            while (row.next()) {
                String name = row.getString("TABLE_NAME");
                if (!prefix.isEmpty() && (name.startsWith(prefix) || name.startsWith("j" + prefix))) {
                    tables.add(name);
                }
            }
        }
        return tables;
    }

    private boolean hasPrimaryKey(String table) throws SQLException {
        try (ResultSet row = data.getPrimaryKeys(catalog, schema, table)) {
            return row.next();
        }
    }
}
