package org.jdbmail.sql.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;
import org.jooq.Configuration;
import org.jooq.SQLDialect;

/**
 * An open database: its connections and the way jOOQ speaks to it. Reading and writing have a pool each; a pool that has no
 * free connection for the whole of the configured wait throws {@link java.sql.SQLTransientConnectionException}. Transactions
 * and what becomes of their failures are the matter of {@code org.jdbmail.sql.transaction}.
 */
public final class Database implements AutoCloseable {

    /**
     * Our statements go by keys, with arrays of any length. PostgreSQL would plan the first five runs of each on each connection
     * anew, and those with arrays always, which takes as long as the work. Plans that are kept are made once, on a new
     * installation when the tables are all but empty: reading a whole table is then the cheapest, and would still be done when it
     * is not. Without that an index is taken; where there is none, the table is read all the same, at a price that PostgreSQL
     * calls enormous and would compile machine code for. The settings are known since version 12.
     */
    private static final String PLANS_FOR_KEYS = """
            SELECT set_config(name, CASE name WHEN 'plan_cache_mode' THEN 'force_generic_plan' ELSE 'off' END, false)
            FROM pg_settings WHERE name IN ('plan_cache_mode', 'enable_seqscan', 'jit')""";

    private final DatabaseKind kind;
    private final Connector connector;
    private final HikariDataSource readers;
    private final HikariDataSource writers;
    private final Configuration configuration;
    private final boolean compoundStatements;

    private Database(
            DatabaseConfig config, Connector connector, Configuration configuration, boolean compoundStatements) {
        this.kind = config.url().kind();
        this.connector = connector;
        this.configuration = configuration;
        this.compoundStatements = compoundStatements;
        // Readers and writers don't share connections: to change isolation for each transaction would cost round trips.
        this.readers = pool(config, connector, "jdbmail-read", config.poolSize(), false);
        // SQLite has one writer at a time: a second connection would only wait for the first, and out of turn.
        int writing = kind == DatabaseKind.SQLITE ? 1 : config.poolSize();
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
        // Begun when it is first asked for a connection: a program that only reads makes none for writing.
        var hikari = new HikariDataSource();
        hikari.setPoolName(name);
        hikari.setJdbcUrl(config.url().jdbcUrl());
        Properties properties = connector.properties(writer);
        hikari.setDataSourceProperties(properties);
        hikari.setMaximumPoolSize(size);
        hikari.setMinimumIdle(Math.min(size, 2));
        // To begin a transaction is a round trip on MySQL: its writers are always in one.
        hikari.setAutoCommit(!writer || config.url().kind() != DatabaseKind.MYSQL);
        hikari.setConnectionTimeout(Math.max(250, config.patience().connection().toMillis()));
        hikari.setValidationTimeout(Math.clamp(config.patience().connection().toMillis() / 2, 250, 1_000));
        // The first connection was made already; from now on a lost database is waited for, not a reason to end.
        hikari.setInitializationFailTimeout(-1);
        if (config.url().kind() == DatabaseKind.POSTGRESQL) {
            hikari.setConnectionInitSql(PLANS_FOR_KEYS);
        }
        switch (config.url().kind()) {
            // Whoever reads sees one state throughout a transaction; who waited for a lock sees what the other
            // committed.
            case MYSQL, POSTGRESQL ->
                hikari.setTransactionIsolation(writer ? "TRANSACTION_READ_COMMITTED" : "TRANSACTION_REPEATABLE_READ");
            case SQLITE -> hikari.setMaxLifetime(0);
        }
        return hikari;
    }

    public DatabaseKind kind() {
        return kind;
    }

    /** Whether the server knows MariaDB's compound statements. */
    public boolean hasCompoundStatements() {
        return compoundStatements;
    }

    /** A connection of its own, outside the pools and in autocommit mode: for LISTEN, which needs to stay. */
    public Connection dedicatedConnection() {
        return connector.connect();
    }

    /** Tells whether the server answers; to be closed by the caller. */
    public SignOfLife signOfLife() {
        return new SignOfLife(connector);
    }

    /** Connections for reading: REPEATABLE READ, in autocommit mode. */
    public DataSource readers() {
        return readers;
    }

    /** Connections for writing: READ COMMITTED, in autocommit mode except on MySQL. On SQLite there is one. */
    public DataSource writers() {
        return writers;
    }

    /** jOOQ's settings for this database, with no connection: its dialect and the names of tables. */
    public Configuration configuration() {
        return configuration;
    }

    @Override
    public void close() {
        readers.close();
        writers.close();
    }
}
