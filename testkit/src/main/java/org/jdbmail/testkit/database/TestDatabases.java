package org.jdbmail.testkit.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Gives tests fresh, empty databases. Which kinds a run uses is in the system property {@code jdbmail.databases}, a
 * comma-separated list of sqlite, postgresql, mariadb and mysql; a test over databases runs once for each of {@link #names()}.
 *
 * <p>Servers are private: of the binaries that Debian's packages bring, in a folder of their own, on a free port of
 * 127.0.0.1; or, where there are none or {@code jdbmail.databases.containers} is true, in a container, if there is Docker.
 * They start when first asked for, at most once per JVM, and are stopped and deleted when it ends. They don't sync to disk
 * unless {@code jdbmail.databases.fsync} is true: a test needs speed, only the tests that kill servers need durability.
 */
public final class TestDatabases {

    private static final AtomicInteger NEXT = new AtomicInteger();

    private TestDatabases() {}

    /** The kinds of database that this run is to use. */
    public static List<String> names() {
        return named("jdbmail.databases", "sqlite");
    }

    /**
     * These, and the kinds of {@code jdbmail.databases.more}, on which a run tries only what matters most; MySQL only where it
     * runs without being installed.
     */
    public static List<String> allNames() {
        return Stream.concat(
                        names().stream(),
                        named("jdbmail.databases.more", "").stream()
                                .filter(name -> !name.equals("mysql") || MysqlBinaries.run()))
                .distinct()
                .toList();
    }

    private static List<String> named(String property, String usual) {
        return Arrays.stream(System.getProperty(property, usual).split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** Those of {@link #names} that are servers of their own, and can be away; none in an everyday run. */
    public static List<String> servers() {
        return names().stream().filter(name -> !name.equals("sqlite")).toList();
    }

    /** Whether a kind of database is MySQL or MariaDB, which are alike in all but a few things. */
    public static boolean isMysql(String name) {
        return name.equals("mariadb") || name.equals("mysql");
    }

    /**
     * Makes an empty database.
     *
     * @param name sqlite, postgresql, mariadb or mysql
     * @throws IllegalStateException if there is neither a server to start nor Docker; the message says what to install
     */
    public static TestDatabase create(String name) {
        return switch (name) {
            case "sqlite" -> sqlite();
            case "postgresql" -> onServer(name, Servers.POSTGRESQL.get());
            case "mariadb" -> onServer(name, Servers.MARIADB.get());
            case "mysql" -> onServer(name, Servers.MYSQL.get());
            default ->
                throw new IllegalArgumentException(
                        "Unknown database in jdbmail.databases: " + name + "; use sqlite, postgresql, mariadb, mysql.");
        };
    }

    private static TestDatabase sqlite() {
        try {
            Path folder = Files.createTempDirectory("jdbmail-sqlite-");
            Temporary.deleteAtEnd(folder);
            // A parameter of ours that the product's URL understands and the driver too.
            String sync = Boolean.getBoolean("jdbmail.databases.fsync") ? "" : "?synchronous=OFF";
            return new TestDatabase(
                    "sqlite",
                    "jdbc:sqlite:" + folder.resolve("test.db") + sync,
                    "",
                    "",
                    () -> Temporary.delete(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TestDatabase onServer(String name, Server server) {
        String database = "test_" + NEXT.incrementAndGet();
        onServer(server, server.createStatement().formatted(database));
        return new TestDatabase(
                name,
                server.url(name, database),
                server.user(),
                server.password(),
                () -> onServer(server, server.dropStatement().formatted(database)));
    }

    private static void onServer(Server server, String sql) {
        try (Connection connection = DriverManager.getConnection(server.adminUrl(), server.user(), server.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("The test server refused: " + sql, e);
        }
    }
}
