package org.jdbmail.cli.failing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jdbmail.testkit.database.TestDatabase;

/** All that is in the tables of a database: can be brought back, and compared without what differs each time. */
final class Contents {
    private static final Pattern NOT_LOOKED_AT = Pattern.compile("databasechangelog.*|sqlite_.*|jdbmail_history");

    /** Numbers that are given anew each time, and what is drawn by chance. */
    private static final Pattern DRAWN = Pattern.compile(
            "id|.*_id|.*_idnr|idnr|uid_next|seq|purged_seq|unique_id|passwd|encoded|bound_to|secret|published|digest|origin|added"
                    + "|message_id|percent|lease_owner");

    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\d[ T].*");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    /** A year that stands for itself: what a command sets to now differs from it. */
    private static final String FAR = "2099";

    private final TestDatabase database;
    private final TreeMap<String, List<List<Object>>> tables;
    private final List<String> picture;
    private final Path copy;

    private Contents(
            TestDatabase database, TreeMap<String, List<List<Object>>> tables, List<String> picture, Path copy) {
        this.database = database;
        this.tables = tables;
        this.picture = picture;
        this.copy = copy;
    }

    /**
     * What there is, to be brought back.
     *
     * @param copy where an SQLite database is copied to; nobody may use it meanwhile
     */
    static Contents keep(TestDatabase database, Path copy) throws SQLException {
        Contents kept = read(database, copy);
        if (database.name().equals("sqlite")) {
            copy(file(database), copy);
        }
        return kept;
    }

    private static Contents read(TestDatabase database, Path copy) throws SQLException {
        TreeMap<String, List<List<Object>>> tables = new TreeMap<>();
        List<String> picture = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String table : names(connection)) {
                List<List<Object>> rows = new ArrayList<>();
                try (ResultSet row = statement.executeQuery("SELECT * FROM " + table)) {
                    ResultSetMetaData columns = row.getMetaData();
                    while (row.next()) {
                        List<Object> values = new ArrayList<>();
                        StringBuilder shown = new StringBuilder(table);
                        for (int i = 1; i <= columns.getColumnCount(); i++) {
                            values.add(row.getObject(i));
                            shown.append(' ')
                                    .append(shown(
                                            columns.getColumnName(i).toLowerCase(Locale.ROOT),
                                            row.getObject(i) instanceof byte[] ? "bytes" : row.getString(i)));
                        }
                        rows.add(values);
                        picture.add(shown.toString());
                    }
                }
                tables.put(table, rows);
            }
        }
        Collections.sort(picture);
        return new Contents(database, tables, picture, copy);
    }

    private static List<String> names(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        String schema = connection.getMetaData().getDatabaseProductName().equals("PostgreSQL") ? "public" : null;
        try (ResultSet row =
                connection.getMetaData().getTables(connection.getCatalog(), schema, "%", new String[] {"TABLE"})) {
            while (row.next()) {
                String name = row.getString("TABLE_NAME").toLowerCase(Locale.ROOT);
                if (!NOT_LOOKED_AT.matcher(name).matches()) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private static String shown(String column, String value) {
        if (value == null) {
            return "-";
        }
        if (column.equals("height")) {
            // It falls by the second.
            return value.matches("0(\\.0*)?") ? "none" : "some";
        }
        boolean isOther =
                DRAWN.matcher(column).matches() || NUMBER.matcher(value).matches() && column.equals("deliver_to");
        boolean isTime = TIME.matcher(value).matches();
        return isOther ? "?" : isTime ? value.startsWith(FAR) ? FAR : "time" : value.strip();
    }

    /** What a database looks like now. */
    static List<String> picture(TestDatabase database) throws SQLException {
        return read(database, Path.of("")).picture;
    }

    /** What it looked like. */
    List<String> picture() {
        return picture;
    }

    /** Brings it back. */
    void restore() throws SQLException {
        if (database.name().equals("sqlite")) {
            for (String more : List.of("-wal", "-shm", "-journal")) {
                try {
                    Files.deleteIfExists(Path.of(file(database) + more));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            copy(copy, file(database));
            return;
        }
        boolean isPostgresql = database.name().equals("postgresql");
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            // What refers to what is right as a whole, whatever is written first.
            statement.execute(isPostgresql ? "SET session_replication_role = replica" : "SET foreign_key_checks = 0");
            connection.setAutoCommit(false);
            for (String table : tables.keySet()) {
                statement.execute("DELETE FROM " + table);
            }
            for (var table : tables.entrySet()) {
                for (List<Object> row : table.getValue()) {
                    insert(connection, table.getKey(), row);
                }
            }
            connection.commit();
        }
    }

    private static void insert(Connection connection, String table, List<Object> row) throws SQLException {
        String marks = String.join(", ", Collections.nCopies(row.size(), "?"));
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + table + " VALUES (" + marks + ")")) {
            for (int i = 0; i < row.size(); i++) {
                insert.setObject(i + 1, row.get(i));
            }
            insert.execute();
        }
    }

    private static Path file(TestDatabase database) {
        return Path.of(database.url().substring("jdbc:sqlite:".length()).replaceFirst("\\?.*", ""));
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
