package org.jdbmail.sql.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.jdbmail.sql.database.DatabaseException.Problem;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteJDBCLoader;

/**
 * What each driver must be told, and single connections. A parameter in the URL wins over ours, except where mail's safety
 * hangs on it.
 */
final class Connector {

    /** A dead network must not hold a thread for ever; a step of a migration may take longer than any query. */
    private static final Duration SILENCE = Duration.ofMinutes(10);

    private static final String SOCKET_TIMEOUT = "socketTimeout";

    private static final Duration BUSY_PAUSE = Duration.ofMillis(20);

    private final DatabaseConfig config;

    Connector(DatabaseConfig config) {
        this.config = config;
    }

    /** Opens one connection outside the pools, in autocommit mode; for migrations and for LISTEN. */
    Connection connect() {
        makeDirectory();
        if (config.url().kind() == DatabaseKind.SQLITE) {
            loadSqlite();
        }
        long deadline = System.nanoTime() + config.patience().connection().toNanos();
        while (true) {
            try {
                return config.url().kind() == DatabaseKind.SQLITE ? open(properties(true)) : openPatiently();
            } catch (SQLException e) {
                if (!isBusy(e) || System.nanoTime() > deadline || !pause()) {
                    throw SqlFailures.explain(e, config);
                }
            }
        }
    }

    /** SQLite is a library inside the driver, which is put into a folder for temporary files to be loaded from there. */
    private static void loadSqlite() {
        try {
            SQLiteJDBCLoader.initialize();
        } catch (Exception e) { // what the driver declares: its library could not be unpacked, or not be loaded
            throw new DatabaseException(
                    Problem.FULL,
                    "SQLite cannot be loaded from "
                            + System.getProperty("org.sqlite.tmpdir", System.getProperty("java.io.tmpdir"))
                            + ": make room there, allow programs to be run from there, or name another folder with"
                            + " JDBMAIL_JAVA_OPTS=-Djava.io.tmpdir=FOLDER.",
                    e);
        }
    }

    private Connection open(Properties properties) throws SQLException {
        return DriverManager.getConnection(config.url().jdbcUrl(), properties);
    }

    /** A server that takes the connection and says nothing is none of ours: it is not waited for as long as for a statement. */
    private Connection openPatiently() throws SQLException {
        Properties properties = properties(true);
        if (config.url().parameters().containsKey(SOCKET_TIMEOUT)) {
            return open(properties);
        }
        properties.setProperty(SOCKET_TIMEOUT, inUnits(config.patience().answer()));
        Connection connection = open(properties);
        connection.setNetworkTimeout(Runnable::run, Math.toIntExact(SILENCE.toMillis()));
        return connection;
    }

    /** Opens one connection if the server answers within that time. */
    Connection connectWithin(Duration time) throws SQLException {
        Properties properties = properties(false);
        for (String name : List.of("connectTimeout", SOCKET_TIMEOUT)) {
            properties.setProperty(name, inUnits(time));
        }
        return open(properties);
    }

    /** As the driver counts: PostgreSQL's in seconds, MySQL's in milliseconds. */
    private String inUnits(Duration time) {
        long units = config.url().kind() == DatabaseKind.POSTGRESQL ? time.toSeconds() : time.toMillis();
        return Long.toString(Math.max(1, units));
    }

    /**
     * Whether another connection has SQLite's lock. The busy time-out covers statements, but not the change of a new file to
     * its write-ahead log, which each of several processes that start together attempts.
     */
    private boolean isBusy(SQLException e) {
        return config.url().kind() == DatabaseKind.SQLITE
                && (e.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
    }

    /** Waits a moment; false if the thread is to end. */
    private static boolean pause() {
        try {
            Thread.sleep(BUSY_PAUSE);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * The driver's properties, account included.
     *
     * @param writer whether the connection is to write; SQLite takes its write lock at the start of a writer's transactions
     */
    Properties properties(boolean writer) {
        Properties properties = switch (config.url().kind()) {
            case SQLITE -> sqlite(writer);
            case POSTGRESQL -> postgresql();
            case MYSQL -> mysql();
        };
        if (config.url().kind() != DatabaseKind.SQLITE) {
            if (config.account().user() != null) {
                properties.setProperty("user", config.account().user());
            }
            if (config.account().password() != null) {
                properties.setProperty("password", config.account().password());
            }
        }
        return properties;
    }

    private Properties sqlite(boolean writer) {
        var sqlite = new SQLiteConfig();
        sqlite.setJournalMode(SQLiteConfig.JournalMode.WAL);
        // Only FULL syncs the log at every commit: what was acknowledged survives a loss of power.
        sqlite.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        sqlite.setBusyTimeout(Math.toIntExact(config.patience().connection().toMillis()));
        // Our tables declare foreign keys. DBMail's have triggers in their place, which this setting leaves alone.
        sqlite.enforceForeignKeys(true);
        sqlite.setTransactionMode(
                writer ? SQLiteConfig.TransactionMode.IMMEDIATE : SQLiteConfig.TransactionMode.DEFERRED);
        sqlite.setPragma(SQLiteConfig.Pragma.CACHE_SIZE, "-8000");
        Properties properties = sqlite.toProperties();
        config.url().parameters().forEach((name, value) -> {
            String pragma = name.toLowerCase(Locale.ROOT);
            switch (pragma) {
                case "synchronous", "cache_size", "mmap_size", "temp_store", "busy_timeout" ->
                    properties.setProperty(pragma, value);
                default ->
                    throw new DatabaseException(
                            Problem.BAD_URL,
                            "The SQLite URL has the unknown parameter " + name
                                    + "; it takes synchronous, cache_size, mmap_size, temp_store and busy_timeout.");
            }
        });
        return properties;
    }

    private Properties postgresql() {
        var properties = new Properties();
        properties.setProperty("ApplicationName", "jdbmail");
        properties.setProperty("connectTimeout", inUnits(config.patience().answer()));
        properties.setProperty(SOCKET_TIMEOUT, inUnits(config.patience().statement()));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("reWriteBatchedInserts", "true");
        // A group of deliveries leaves in two or three writes and not in two for each message.
        properties.setProperty("maxSendBufferSize", "65536");
        // Prepared at the first use and not at the fifth: the pool has many connections.
        properties.setProperty("prepareThreshold", "1");
        properties.putAll(config.url().parameters());
        return properties;
    }

    private Properties mysql() {
        var properties = new Properties();
        properties.setProperty("characterEncoding", "UTF-8");
        properties.setProperty("connectTimeout", inUnits(config.patience().answer()));
        properties.setProperty(SOCKET_TIMEOUT, inUnits(config.patience().statement()));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("rewriteBatchedStatements", "true");
        // Prepared on the server, the bytes of a message go as they are and not as an escaped text that is parsed
        // again.
        properties.setProperty("useServerPrepStmts", "true");
        properties.setProperty("cachePrepStmts", "true");
        properties.setProperty("prepStmtCacheSize", "200");
        properties.setProperty("prepStmtCacheSqlLimit", "4096");
        // All that we prepare can be. The driver's own guess whether a text can be is wrong for a compound statement.
        properties.setProperty("emulateUnsupportedPstmts", "false");
        // The driver's own limit of 64 MB is below a large message that is escaped on its way.
        properties.setProperty("maxAllowedPacket", Integer.toString(1024 * 1024 * 1024));
        // Flags are numbers to us, not bits; and dates that MySQL calls zero are none.
        properties.setProperty("tinyInt1isBit", "false");
        properties.setProperty("zeroDateTimeBehavior", "CONVERT_TO_NULL");
        // Rows are read as fast as they come, so the server's own patience of a minute is plenty; to set another one
        // before
        // each result that is read row by row, and to set it back, would be two round trips.
        properties.setProperty("netTimeoutForStreamingResults", "0");
        // Spare a round trip for each setting that the session has already.
        properties.setProperty("useLocalSessionState", "true");
        properties.setProperty("cacheServerConfiguration", "true");
        // Transactions are told by us where somebody wants to know. The driver would start OpenTelemetry's classes for
        // each process, since they are there.
        properties.setProperty("openTelemetry", "DISABLED");
        properties.putAll(config.url().parameters());
        return properties;
    }

    private void makeDirectory() {
        if (config.url().kind() != DatabaseKind.SQLITE) {
            return;
        }
        Path directory = config.url().file().toAbsolutePath().getParent();
        if (directory == null || Files.isDirectory(directory)) {
            return;
        }
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new DatabaseException(
                    Problem.READ_ONLY,
                    "The directory " + directory + " of the database cannot be made ("
                            + e.getClass().getSimpleName() + "): make it, or name another file.",
                    e);
        }
    }
}
