package org.jdbmail.sql.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import org.jdbmail.testkit.database.TestDatabase;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * The way of tests into a test database: how to open it, and single statements with jOOQ on the connections of an open one, to
 * look at tables. Tests of transactions use the real ones.
 */
public final class TestAccess {
    private TestAccess() {}

    /** The defaults, with the test database's account. */
    public static DatabaseConfig config(TestDatabase database) {
        DatabaseConfig config = DatabaseConfig.of(database.url());
        return database.user().isEmpty() ? config : config.withAccount(database.user(), database.password());
    }

    /** Runs statements that read, each its own transaction. */
    public static <T> T ask(Database database, Function<DSLContext, T> statements) {
        try (Connection connection = database.readers().getConnection()) {
            return statements.apply(DSL.using(database.configuration().derive(connection)));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** How many rows of a table fulfil the conditions. */
    public static int count(Database database, Table<?> table, Condition... conditions) {
        return ask(database, sql -> sql.fetchCount(table, conditions));
    }

    /** Runs one statement that writes, and commits it. */
    public static void change(Database database, Function<DSLContext, Integer> statement) {
        try (Connection connection = database.writers().getConnection()) {
            statement.apply(DSL.using(database.configuration().derive(connection)));
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
