package org.jdbmail.sql.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.Properties;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbmail.sql.database.DatabaseException.Problem;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConnectionProvider;

/**
 * An open database: its connections and the way jOOQ speaks to it. Work gets a {@link DSLContext} on one connection for as
 * long as it runs and must not keep it; a connection is never held while somebody else than the database is waited for.
 *
 * <ul>
 *   <li>{@link #read}: the cheapest way to run one statement; several may see one state or not.
 *   <li>{@link #snapshot}: all statements see the same state.
 *   <li>{@link #write}: one transaction, committed when the work returns and rolled back when it throws. Isolation is READ
 *       COMMITTED, so that what is read after a lock was waited for is what the other one committed. On SQLite it has
 *       the database's one write lock from its start, and transactions of one process queue up for it in order.
 * </ul>
 *
 * <p>Failures of statements come as jOOQ's {@link DataAccessException}; those of getting a connection as
 * {@link DatabaseException}, with {@link Problem#BUSY} when all connections were in use for the whole of the configured wait.
 */
public final class Database implements AutoCloseable {

    /**
     * What writes does so by keys, with arrays of any length; PostgreSQL would plan for each length anew, which takes as
     * long as the work. It knows the setting since version 12.
     */
    private static final String GENERIC_PLANS =
            "SELECT set_config(name, 'force_generic_plan', false) FROM pg_settings WHERE name = 'plan_cache_mode'";

    private final DatabaseConfig config;
    private final Connector connector;
    private final HikariDataSource readers;
    private final HikariDataSource writers;
    private final Configuration configuration;
    private final boolean compoundStatements;

    private Database(
            DatabaseConfig config, Connector connector, Configuration configuration, boolean compoundStatements) {
        this.config = config;
        this.connector = connector;
        this.configuration = configuration;
        this.compoundStatements = compoundStatements;
        // Readers and writers don't share connections: to change isolation for each transaction would cost round trips.
        this.readers = pool(config, connector, "jdbmail-read", config.poolSize(), false);
        // SQLite has one writer at a time: a second connection would only wait for the first, and out of turn.
        int writing = config.url().kind() == DatabaseKind.SQLITE ? 1 : config.poolSize();
        this.writers = pool(config, connector, "jdbmail-write", writing, true);
    }

    /**
     * Connects, without a look at the tables; {@code org.jdbmail.sql.schema.Schema.open} is the way in that looks.
     *
     * @throws DatabaseException if the database cannot be reached or refuses us
     */
    public static Database connect(DatabaseConfig config) {
        DatabaseKind kind = config.url().kind();
        var connector = new Connector(config);
        try (Connection first = connector.connect()) {
            SQLDialect dialect = Dialects.of(kind, first);
            return new Database(
                    config,
                    connector,
                    Dialects.configuration(dialect, config.tablePrefix()),
                    Dialects.hasCompoundStatements(kind, first));
        } catch (SQLException e) {
            throw SqlFailures.explain(e, config);
        }
    }

    /** One connection outside any pool, in autocommit mode, before there is a Database; SQLite's is one for writing. */
    public static Connection single(DatabaseConfig config) {
        return new Connector(config).connect();
    }

    private static HikariDataSource pool(
            DatabaseConfig config, Connector connector, String name, int size, boolean writer) {
        var hikari = new HikariConfig();
        hikari.setPoolName(name);
        hikari.setJdbcUrl(config.url().jdbcUrl());
        Properties properties = connector.properties(writer);
        hikari.setDataSourceProperties(properties);
        hikari.setMaximumPoolSize(size);
        hikari.setMinimumIdle(Math.min(size, 2));
        // To begin a transaction is a round trip on MySQL: its writers are always in one.
        hikari.setAutoCommit(!writer || config.url().kind() != DatabaseKind.MYSQL);
        hikari.setConnectionTimeout(Math.max(250, config.patience().toMillis()));
        // The first connection was made already; from now on a lost database is waited for, not a reason to end.
        hikari.setInitializationFailTimeout(-1);
        if (writer && config.url().kind() == DatabaseKind.POSTGRESQL) {
            hikari.setConnectionInitSql(GENERIC_PLANS);
        }
        switch (config.url().kind()) {
            // Whoever reads sees one state throughout a transaction; who waited for a lock sees what the other
            // committed.
            case MYSQL, POSTGRESQL ->
                hikari.setTransactionIsolation(writer ? "TRANSACTION_READ_COMMITTED" : "TRANSACTION_REPEATABLE_READ");
            case SQLITE -> hikari.setMaxLifetime(0);
        }
        return new HikariDataSource(hikari);
    }

    public DatabaseKind kind() {
        return config.url().kind();
    }

    /** SQLITE, POSTGRES, MARIADB or MYSQL. */
    public SQLDialect dialect() {
        return configuration.dialect();
    }

    public DatabaseConfig config() {
        return config;
    }

    /** Whether the server knows MariaDB's compound statements. */
    public boolean hasCompoundStatements() {
        return compoundStatements;
    }

    /** Runs work that only reads. */
    public <T> T read(Function<DSLContext, T> work) {
        try (Connection connection = borrow(readers)) {
            return work.apply(on(connection));
        } catch (SQLException e) {
            throw SqlFailures.explain(e, config);
        }
    }

    /** Runs work that only reads and must see one state of the database throughout. */
    public <T> T snapshot(Function<DSLContext, T> work) {
        try (Connection connection = borrow(readers)) {
            return transact(readers, connection, true, work);
        } catch (SQLException e) {
            throw new DataAccessException("The transaction failed: " + e.getMessage(), e);
        }
    }

    /** Runs work in one transaction: committed when it returns, rolled back when it throws. */
    public <T> T write(Function<DSLContext, T> work) {
        try (Connection connection = borrow(writers)) {
            return transact(writers, connection, false, work);
        } catch (SQLException e) {
            throw new DataAccessException("The transaction failed: " + e.getMessage(), e);
        }
    }

    /** A connection of its own, outside the pools and in autocommit mode: for LISTEN, which needs to stay. */
    public Connection dedicatedConnection() {
        return connector.connect();
    }

    /** Connections for reading: REPEATABLE READ, in autocommit mode. */
    public DataSource readers() {
        return readers;
    }

    /** Connections for writing: READ COMMITTED, in autocommit mode except on MySQL. On SQLite there is one. */
    public DataSource writers() {
        return writers;
    }

    /** jOOQ's settings for this database, with no connection; for rendering statements. */
    public Configuration configuration() {
        return configuration;
    }

    @Override
    public void close() {
        readers.close();
        writers.close();
    }

    private DSLContext on(Connection connection) {
        return DSL.using(configuration.derive(new DefaultConnectionProvider(connection)));
    }

    private Connection borrow(HikariDataSource pool) {
        try {
            return pool.getConnection();
        } catch (SQLTransientConnectionException e) {
            throw new DatabaseException(
                    Problem.BUSY,
                    "No connection to the database " + config.url() + " became free in "
                            + config.patience().toMillis() + " ms: it is down or overloaded.",
                    e);
        } catch (SQLException e) {
            throw SqlFailures.explain(e, config);
        }
    }

    private <T> T transact(HikariDataSource pool, Connection connection, boolean snapshot, Function<DSLContext, T> work)
            throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        begin(connection, autoCommit, snapshot);
        T result;
        try {
            result = work.apply(on(connection));
        } catch (RuntimeException | Error e) {
            undo(pool, connection, autoCommit, e);
            throw e;
        }
        try {
            commit(connection, autoCommit);
        } catch (SQLException e) {
            undo(pool, connection, autoCommit, e);
            throw e;
        }
        return result;
    }

    private void begin(Connection connection, boolean autoCommit, boolean snapshot) throws SQLException {
        if (snapshot && kind() == DatabaseKind.MYSQL) {
            execute(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        }
        if (autoCommit) {
            // On SQLite this begins the transaction; an idle connection left in this state would keep the write lock.
            connection.setAutoCommit(false);
        }
        if (snapshot && kind() == DatabaseKind.POSTGRESQL) {
            execute(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
        }
    }

    private void commit(Connection connection, boolean autoCommit) throws SQLException {
        // SQLite's driver begins the next transaction in commit(); setAutoCommit(true) commits and begins none.
        if (kind() != DatabaseKind.SQLITE) {
            connection.commit();
        }
        if (autoCommit) {
            connection.setAutoCommit(true);
        }
    }

    /** Rolls back; a connection that cannot even do that is closed, which ends its transaction too. */
    private static void undo(HikariDataSource pool, Connection connection, boolean autoCommit, Throwable failure) {
        try {
            connection.rollback();
            if (autoCommit) {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            failure.addSuppressed(e);
            pool.evictConnection(connection);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
