package org.jdbmail.sql.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.List;
import org.jdbmail.sql.database.Database;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.sql.database.DatabaseException;
import org.jdbmail.sql.database.DatabaseException.Problem;
import org.jdbmail.sql.database.TestAccess;
import org.jdbmail.sql.schema.Schema.Outcome;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.jooq.impl.DSL;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A database that DBMail made is taken over as it is. DBMail's part is made here by our baseline, whose traces are then
 * removed: what is left is what DBMail leaves.
 */
class AdoptionTest {

    static List<String> databases() {
        return TestDatabases.names();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aDbmailDatabaseGetsOurTablesAndKeepsItsOwn(String name) throws Exception {
        try (TestDatabase dbmail = dbmail(name)) {
            DatabaseConfig config = TestAccess.config(dbmail);
            dbmail.execute("INSERT INTO dbmail_users (userid, passwd) VALUES ('alice', 'secret')");
            List<String> before = Catalog.columns(dbmail);
            List<String> indexes = Catalog.indexes(dbmail);
            assertTrue(indexes.containsAll(LeanIndexes.lines(name)));
            assertEquals(Outcome.ADOPTED, Schema.prepare(config));
            assertEquals(Outcome.READY, Schema.prepare(config));
            assertTrue(Catalog.indexes(dbmail).containsAll(indexes), "an index of DBMail's is gone");
            List<String> after = Catalog.columns(dbmail);
            assertTrue(after.containsAll(before), "a column of DBMail's changed");
            after.removeAll(before);
            assertEquals(
                    List.of(),
                    after.stream()
                            .filter(column -> !column.startsWith("jdbmail_"))
                            .toList());
            try (Database database = Schema.open(config)) {
                assertEquals(4, TestAccess.count(database, DSL.table(DSL.name("dbmail_users"))));
                assertEquals(0, TestAccess.count(database, DSL.table(DSL.name("jdbmail_content"))));
            }
        }
    }

    /**
     * Every state that DBMail 3 leaves a database in: its steps are taken in one order. From 3.2 on, where the tables are
     * those of 3.5, it is adopted; on MySQL the later steps change tables as well.
     */
    @ParameterizedTest
    @MethodSource("databases")
    void aDatabaseIsAdoptedFromTheStepOnAtWhichItsTablesAreThose(String name) throws Exception {
        List<String> steps = Findings.STEPS;
        for (int taken = 0; taken < steps.size(); taken++) {
            if (TestDatabases.isMysql(name) && taken % 4 != 0 && taken != steps.size() - 1) {
                // Making a database takes seconds there; the others try each step.
                continue;
            }
            try (TestDatabase dbmail = dbmail(name)) {
                for (String step : steps.subList(taken, steps.size())) {
                    String[] pair = step.split(",");
                    dbmail.execute("DELETE FROM dbmail_upgrade_steps WHERE from_version = " + pair[0]
                            + " AND to_version = " + pair[1]);
                }
                List<String> before = Catalog.columns(dbmail);
                DatabaseConfig config = TestAccess.config(dbmail);
                if (taken >= 4 && !TestDatabases.isMysql(name)) {
                    assertEquals(Outcome.ADOPTED, Schema.prepare(config), "steps: " + taken);
                    assertEquals(Outcome.READY, Schema.prepare(config));
                    assertTrue(Catalog.columns(dbmail).containsAll(before));
                } else {
                    var refusal = assertThrows(DatabaseException.class, () -> Schema.prepare(config));
                    assertEquals(Problem.TOO_OLD, refusal.problem());
                    String last = taken == 0
                            ? "no upgrade step was taken"
                            : "ends at step " + steps.get(taken - 1).split(",")[1];
                    assertTrue(String.valueOf(refusal.getMessage()).contains(last), refusal.getMessage());
                    assertEquals(before, Catalog.columns(dbmail));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aDatabaseWithoutTheTableOfStepsIsTooOld(String name) throws Exception {
        try (TestDatabase dbmail = dbmail(name)) {
            dbmail.execute("DROP TABLE dbmail_upgrade_steps");
            List<String> before = Catalog.columns(dbmail);
            var refusal = assertThrows(DatabaseException.class, () -> Schema.prepare(TestAccess.config(dbmail)));
            assertEquals(Problem.TOO_OLD, refusal.problem());
            assertEquals(1, String.valueOf(refusal.getMessage()).lines().count());
            assertEquals(before, Catalog.columns(dbmail));
        }
    }

    /** What a JDBMail of the first schema left. */
    @ParameterizedTest
    @MethodSource("databases")
    void aDatabaseOfTheFirstSchemaIsUpgraded(String name) throws Exception {
        try (TestDatabase ours = TestDatabases.create(name)) {
            DatabaseConfig config = TestAccess.config(ours);
            Schema.prepare(config);
            List<String> columns = Catalog.columns(ours);
            List<String> indexes = Catalog.indexes(ours);
            ours.execute(
                    "DROP TABLE jdbmail_upkeep",
                    "DROP TABLE jdbmail_subscription",
                    "DELETE FROM jdbmail_schema WHERE version > 1",
                    "DELETE FROM jdbmail_changelog WHERE id IN ('upkeep', 'lookups-sqlite', 'gone-sqlite', 'version-2',"
                            + " 'version-3', 'version-4', 'version-5') OR id LIKE 'subscriptions-%' OR id LIKE 'lean-%'");
            ours.execute(LeanIndexes.statements(name).toArray(String[]::new));
            if (!TestDatabases.isMysql(name)) {
                ours.execute("DROP INDEX jdbmail_messages_expunged_idx");
            }
            if (name.equals("sqlite")) {
                ours.execute(
                        "DROP TRIGGER jdbmail_mailbox_gone",
                        "DROP INDEX jdbmail_users_lower_idx",
                        "DROP INDEX jdbmail_aliases_lower_idx",
                        "DROP INDEX jdbmail_header_name_idx",
                        "DROP INDEX jdbmail_header_value_idx");
            }
            assertEquals(Outcome.UPGRADED, Schema.prepare(config));
            assertEquals(columns, Catalog.columns(ours));
            assertEquals(indexes, Catalog.indexes(ours));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aDbmailLaterThanWeKnowIsRefused(String name) throws Exception {
        try (TestDatabase dbmail = dbmail(name)) {
            dbmail.execute("INSERT INTO dbmail_upgrade_steps (from_version, to_version, applied)"
                    + " VALUES (35002, 36001, CURRENT_TIMESTAMP)");
            var refusal = assertThrows(DatabaseException.class, () -> Schema.prepare(TestAccess.config(dbmail)));
            assertEquals(Problem.TOO_NEW, refusal.problem());
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aLaterJdbmailsDatabaseIsRefused(String name) throws Exception {
        try (TestDatabase ours = TestDatabases.create(name)) {
            DatabaseConfig config = TestAccess.config(ours);
            Schema.prepare(config);
            ours.execute("INSERT INTO jdbmail_schema (version, applied) VALUES (1000, CURRENT_TIMESTAMP)");
            var refusal = assertThrows(DatabaseException.class, () -> Schema.open(config));
            assertEquals(Problem.TOO_NEW, refusal.problem());
            assertTrue(String.valueOf(refusal.getMessage()).contains("schema 1000"), refusal.getMessage());
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void somebodyElsesDatabaseIsRefusedAndLeftAlone(String name) throws Exception {
        try (TestDatabase other = TestDatabases.create(name)) {
            other.execute("CREATE TABLE invoices (number INTEGER)");
            var refusal = assertThrows(DatabaseException.class, () -> Schema.open(TestAccess.config(other)));
            assertEquals(Problem.FOREIGN, refusal.problem());
            assertTrue(String.valueOf(refusal.getMessage()).contains("invoices"), refusal.getMessage());
            assertEquals(1, Catalog.columns(other).size());
        }
    }

    /** A database with DBMail's tables and rows and nothing of ours. */
    private static TestDatabase dbmail(String name) throws SQLException {
        TestDatabase database = TestDatabases.create(name);
        Schema.prepare(TestAccess.config(database));
        Catalog.dropOurs(database, name);
        database.execute(LeanIndexes.statements(name).toArray(String[]::new));
        return database;
    }
}
