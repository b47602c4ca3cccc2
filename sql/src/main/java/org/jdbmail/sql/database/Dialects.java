package org.jdbmail.sql.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jooq.Configuration;
import org.jooq.SQLDialect;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.MappedTable;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.RenderNameCase;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DefaultConfiguration;

/** How jOOQ is to write SQL for a database: one generated model for all, and the prefix that the tables really have. */
final class Dialects {

    /** Any of the model's tables: "j" if it is ours, and the name after the prefix. */
    private static final Pattern MODEL_TABLE = Pattern.compile("(j?)dbmail_(.*)");

    static {
        // jOOQ greets with a banner and a tip of the day at its first statement: not in an administrator's log.
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
    }

    private Dialects() {}

    /** MariaDB and MySQL differ in SQL, and only the server says which of them it is. */
    static SQLDialect of(DatabaseKind kind, Connection connection) throws SQLException {
        return switch (kind) {
            case SQLITE -> SQLDialect.SQLITE;
            case POSTGRESQL -> SQLDialect.POSTGRES;
            case MYSQL -> {
                String version = connection.getMetaData().getDatabaseProductVersion();
                yield version.toLowerCase(Locale.ROOT).contains("mariadb") ? SQLDialect.MARIADB : SQLDialect.MYSQL;
            }
        };
    }

    /**
     * Whether the server prepares and runs compound statements with parameters, as MariaDB does since 10.6 and MySQL doesn't.
     * Asked by trying one. Not on a node of a Galera cluster: there a commit often fails since another node was quicker, and what is
     * then said of a commit inside of a statement is less sure than of one by itself.
     */
    static boolean hasCompoundStatements(DatabaseKind kind, Connection connection) {
        if (kind != DatabaseKind.MYSQL) {
            return false;
        }
        try (PreparedStatement attempt = connection.prepareStatement("BEGIN NOT ATOMIC SELECT ?; END")) {
            attempt.setLong(1, 1);
            return attempt.execute() && !isInCluster(connection);
        } catch (SQLException e) {
            return false;
        }
    }

    private static boolean isInCluster(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW VARIABLES LIKE 'wsrep_on'")) {
            return row.next() && row.getString(2).equals("ON");
        }
    }

    static Configuration configuration(SQLDialect dialect, String tablePrefix) {
        var settings = new Settings()
                .withRenderCatalog(false)
                .withRenderSchema(false)
                .withRenderQuotedNames(RenderQuotedNames.EXPLICIT_DEFAULT_UNQUOTED)
                .withRenderNameCase(RenderNameCase.LOWER_IF_UNQUOTED)
                // MariaDB refuses the session variable in the place where multiset would set it.
                .withRenderGroupConcatMaxLenSessionVariable(false)
                // Asked for warnings on a connection that has just broken, MySQL's driver throws a
                // NullPointerException, which would hide what went wrong.
                .withFetchWarnings(false)
                .withExecuteLogging(false);
        if (!tablePrefix.equals(DatabaseConfig.DEFAULT_PREFIX)) {
            settings.withRenderMapping(new RenderMapping()
                    .withSchemata(new MappedSchema()
                            .withInputExpression(Pattern.compile(".*"))
                            .withTables(new MappedTable()
                                    .withInputExpression(MODEL_TABLE)
                                    .withOutput("$1" + tablePrefix + "$2"))));
        }
        var configuration = new DefaultConfiguration();
        configuration.set(dialect);
        configuration.set(settings);
        return configuration;
    }
}
