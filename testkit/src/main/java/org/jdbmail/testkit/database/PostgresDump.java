package org.jdbmail.testkit.database;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/**
 * Loads what {@code pg_dump} wrote as plain SQL, without psql: statements that end with a semicolon at a line's end, and
 * COPY blocks that end with {@code \.}. Functions and other bodies with semicolons inside are beyond it.
 */
public final class PostgresDump {

    private PostgresDump() {}

    /**
     * Loads a dump into an empty database.
     *
     * @throws IOException if the file cannot be read
     * @throws SQLException if the database refuses a statement
     */
    public static void load(TestDatabase database, Path dump) throws IOException, SQLException {
        try (BufferedReader lines = Files.newBufferedReader(dump, StandardCharsets.UTF_8);
                Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            var sql = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                // Comments, and commands to psql itself.
                if (sql.isEmpty() && (line.isEmpty() || line.startsWith("--") || line.startsWith("\\"))) {
                    continue;
                }
                sql.append(line).append('\n');
                if (!line.endsWith(";")) {
                    continue;
                }
                String text = sql.toString();
                sql.setLength(0);
                if (text.startsWith("COPY ")) {
                    copy(connection, text.substring(0, text.lastIndexOf(';')), lines);
                } else {
                    statement.execute(text);
                }
            }
        }
    }

    /** A COPY block as inserts: the driver's own COPY has a type on its face that our compiler cannot see. */
    private static void copy(Connection connection, String copy, BufferedReader lines)
            throws IOException, SQLException {
        String target = copy.substring("COPY ".length(), copy.indexOf(" FROM stdin"));
        int columns = target.split(",").length;
        String insert = "INSERT INTO " + target + " VALUES (" + "?, ".repeat(columns - 1) + "?)";
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            for (String line = lines.readLine(); line != null && !line.equals("\\."); line = lines.readLine()) {
                String[] values = line.split("\t", -1);
                for (int i = 0; i < columns; i++) {
                    // OTHER lets the server take the text for whatever the column is.
                    statement.setObject(i + 1, unescape(values[i]), Types.OTHER);
                }
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** PostgreSQL manual, COPY, text format; the octal and hexadecimal forms pg_dump never writes. */
    private static @Nullable String unescape(String field) {
        if (field.equals("\\N")) {
            return null;
        }
        var text = new StringBuilder(field.length());
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '\\' && i + 1 < field.length()) {
                i++;
                text.append(
                        switch (field.charAt(i)) {
                            case 'b' -> '\b';
                            case 'f' -> '\f';
                            case 'n' -> '\n';
                            case 'r' -> '\r';
                            case 't' -> '\t';
                            case 'v' -> '\u000b';
                            default -> field.charAt(i);
                        });
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
