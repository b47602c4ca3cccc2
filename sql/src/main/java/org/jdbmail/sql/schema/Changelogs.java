package org.jdbmail.sql.schema;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryOutputEnum;
import liquibase.analytics.configuration.AnalyticsArgs;
import liquibase.command.CommandScope;
import liquibase.command.core.UpdateSqlCommandStep;
import liquibase.command.core.helpers.DatabaseChangelogCommandStep;
import liquibase.command.core.helpers.DbUrlConnectionArgumentsCommandStep;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.exception.LiquibaseException;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.sql.database.DatabaseException;
import org.jdbmail.sql.database.DatabaseException.Problem;
import org.jdbmail.sql.database.DatabaseKind;
import org.jdbmail.sql.database.SqlFailures;

/** Runs a changelog with Liquibase: quietly, on a connection that stays the caller's, reporting to nobody. */
final class Changelogs {

    static final String ALL = "org/jdbmail/sql/changelog/all.xml";
    static final String OURS = "org/jdbmail/sql/changelog/jdbmail.xml";

    private Changelogs() {}

    /** What {@link #run} would do, as SQL; nothing is done. */
    static String sql(Connection connection, DatabaseConfig config, String changelog) {
        ByteArrayOutputStream sql = new ByteArrayOutputStream();
        run(
                connection,
                config,
                changelog,
                liquibase -> Scope.child(
                        Map.of(Scope.Attr.resourceAccessor.name(), liquibase.getResourceAccessor()),
                        () -> new CommandScope(UpdateSqlCommandStep.COMMAND_NAME)
                                .addArgumentValue(
                                        DbUrlConnectionArgumentsCommandStep.DATABASE_ARG, liquibase.getDatabase())
                                .addArgumentValue(UpdateSqlCommandStep.CHANGELOG_FILE_ARG, changelog)
                                .addArgumentValue(
                                        DatabaseChangelogCommandStep.CHANGELOG_PARAMETERS,
                                        liquibase.getChangeLogParameters())
                                .setOutput(sql)
                                .execute()));
        return sql.toString(StandardCharsets.UTF_8);
    }

    static void run(Connection connection, DatabaseConfig config, String changelog) {
        run(connection, config, changelog, liquibase -> {
            liquibase.forceReleaseLocks();
            liquibase.update(new Contexts(), new LabelExpression());
        });
    }

    /** What is done with a changelog. */
    private interface Use {
        void with(Liquibase liquibase) throws Exception;
    }

    private static void run(Connection connection, DatabaseConfig config, String changelog, Use use) {
        String prefix = config.tablePrefix();
        boolean mysql = config.url().kind() == DatabaseKind.MYSQL;
        Map<String, Object> scope = Map.of(
                Scope.Attr.ui.name(),
                new LoggerUIService(),
                Scope.Attr.logService.name(),
                new LiquibaseLog(),
                AnalyticsArgs.ENABLED.getKey(),
                false);
        try {
            Scope.child(scope, () -> {
                Database database = DatabaseFactory.getInstance()
                        .findCorrectDatabaseImplementation(
                                mysql
                                        ? HeldConnection.committing(connection)
                                        : HeldConnection.inTransaction(connection));
                database.setDatabaseChangeLogTableName("j" + prefix + "changelog");
                database.setDatabaseChangeLogLockTableName("j" + prefix + "changelog_lock");
                // Closing it closes its connection, which ours ignores: see HeldConnection.
                try (var liquibase = new Liquibase(changelog, new ClassLoaderResourceAccessor(), database)) {
                    liquibase.setChangeLogParameter("prefix", prefix);
                    liquibase.setChangeLogParameter("bare", prefix.equals(DatabaseConfig.DEFAULT_PREFIX) ? "" : prefix);
                    liquibase.setChangeLogParameter("insert", mysql ? "INSERT IGNORE" : "INSERT");
                    liquibase.setChangeLogParameter("timestamp", mysql ? "datetime" : "timestamp");
                    liquibase.setShowSummaryOutput(UpdateSummaryOutputEnum.LOG);
                    use.with(liquibase);
                }
            });
        } catch (LiquibaseException e) {
            throw explain(e, config);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            // Scope.child declares Exception; nothing in it throws a checked one but Liquibase.
            throw new IllegalStateException("Liquibase failed", e);
        }
    }

    private static DatabaseException explain(LiquibaseException failure, DatabaseConfig config) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return SqlFailures.explain(sql, config);
            }
        }
        return new DatabaseException(
                Problem.BROKEN,
                "The schema of " + config.url() + " could not be changed: "
                        + String.valueOf(failure.getMessage())
                                .strip()
                                .lines()
                                .findFirst()
                                .orElse(""),
                failure);
    }
}
