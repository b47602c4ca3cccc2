package org.jdbmail.testkit.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * One empty database, fresh from {@link TestDatabases#create}. It goes with its server when the JVM ends; {@link #close()}
 * only frees it earlier.
 *
 * @param name sqlite, postgresql or mariadb
 * @param url its JDBC URL, without account
 * @param user whom to connect as; empty on SQLite
 * @param password the user's password; empty on SQLite
 * @param release drops it
 */
public record TestDatabase(String name, String url, String user, String password, Runnable release)
        implements AutoCloseable {

    /** A plain connection to it, in autocommit mode. MariaDB is reached through Connector/J, as the product does. */
    public Connection connect() throws SQLException {
        String driverUrl = url.startsWith("jdbc:mariadb:") ? "jdbc:mysql:" + url.substring(13) : url;
        return user.isEmpty()
                ? DriverManager.getConnection(driverUrl)
                : DriverManager.getConnection(driverUrl, user, password);
    }

    /** Runs statements, one connection for all. */
    public void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Override
    public void close() {
        release.run();
    }

    /** Its name: what a parameterized test shows. */
    @Override
    public String toString() {
        return name;
    }
}
