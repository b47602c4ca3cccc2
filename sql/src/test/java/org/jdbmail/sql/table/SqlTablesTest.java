package org.jdbmail.sql.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.table.LookupTable;
import org.jdbmail.core.table.QueryFile;
import org.jdbmail.core.table.TableName;
import org.jdbmail.core.table.Template;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Postfix's pgsql_table(5), mysql_table(5) and sqlite_table(5), as their files are written. */
class SqlTablesTest {
    static List<String> databases() {
        return TestDatabases.names();
    }

    private static List<String> file(TestDatabase database, String... lines) {
        Matcher url = Pattern.compile("jdbc:\\w+:(?://([^/]+)/)?([^?]+).*").matcher(database.url());
        assertEquals(true, url.matches(), database.url());
        List<String> all = new ArrayList<>(List.of(lines));
        if (url.group(1) != null) {
            all.add("hosts = " + url.group(1));
        }
        if (!database.user().isEmpty()) {
            all.add("user = " + database.user());
            all.add("password = " + database.password());
        }
        all.add("dbname = " + url.group(2));
        return all;
    }

    private static TableName.Kind kind(String database) {
        return switch (database) {
            case "sqlite" -> TableName.Kind.SQLITE;
            case "postgresql" -> TableName.Kind.PGSQL;
            default -> TableName.Kind.MYSQL;
        };
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aQueryIsATable(String name) throws SQLException {
        try (TestDatabase database = TestDatabases.create(name);
                SqlLookupTables tables = new SqlLookupTables()) {
            database.execute(
                    "CREATE TABLE pfx_alias (id integer, address varchar(100), goto varchar(100))",
                    "INSERT INTO pfx_alias VALUES (1, 'ann@x.test', 'one@y.test')",
                    "INSERT INTO pfx_alias VALUES (2, 'ann@x.test', 'two@y.test')",
                    "INSERT INTO pfx_alias VALUES (3, 'o''brien@x.test', 'irish')",
                    "INSERT INTO pfx_alias VALUES (4, 'nothing@x.test', NULL)");
            LookupTable table = open(
                    tables, name, database, "query = SELECT goto FROM pfx_alias WHERE address = '%u@%d' ORDER BY id");
            assertEquals(Optional.of("one@y.test,two@y.test"), table.find("Ann@X.test", false));
            assertEquals(Optional.of("irish"), table.find("o'brien@x.test", false));
            assertEquals(Optional.empty(), table.find("' OR '1'='1@x.test", false));
            assertEquals(Optional.empty(), table.find("ann", false), "a key without the parts that are asked for");
            assertEquals(Optional.empty(), table.find("nothing@x.test", false));
            LookupTable number = open(
                    tables,
                    name,
                    database,
                    "query = SELECT goto FROM pfx_alias WHERE id = '%s'",
                    "result_format = %s of %S");
            assertEquals(Optional.of("irish of 3"), number.find("3", false));
            LookupTable few = open(
                    tables,
                    name,
                    database,
                    "query = SELECT goto FROM pfx_alias WHERE address = '%s'",
                    "expansion_limit = 1",
                    "domain = x.test");
            assertEquals(
                    Reason.LIMIT,
                    assertThrows(Refusal.class, () -> few.find("ann@x.test", false))
                            .reason());
            assertEquals(Optional.empty(), few.find("ann@y.test", false));
            LookupTable broken = open(tables, name, database, "query = SELECT nothing FROM nowhere WHERE a = '%s'");
            assertEquals(
                    Reason.UNAVAILABLE,
                    assertThrows(Refusal.class, () -> broken.find("a", false)).reason());
        }
    }

    private static LookupTable open(SqlLookupTables tables, String name, TestDatabase database, String... lines) {
        return tables.open(kind(name), QueryFile.parse(file(database, lines)));
    }

    @Test
    void aDatabaseThatIsAwayIsTroubleAndNoAnswer() {
        try (SqlLookupTables tables = new SqlLookupTables()) {
            LookupTable table = tables.open(
                    TableName.Kind.SQLITE,
                    QueryFile.parse(List.of("dbpath = /no/such/file.db", "query = SELECT 1 WHERE 'x' = '%s'")));
            assertEquals(
                    Reason.UNAVAILABLE,
                    assertThrows(Refusal.class, () -> table.find("x", false)).reason());
        }
    }

    @Test
    void keysAreParametersWhereverTheyStand() {
        TableQuery query = TableQuery.of(Template.parse(
                "SELECT `a'%%` FROM b WHERE c = '%u@%d' AND d LIKE '%%x''%s' AND e = %s AND f = 'it''s'"));
        assertEquals("SELECT `a'%` FROM b WHERE c = ? AND d LIKE ? AND e = ? AND f = 'it''s'", query.sql());
        assertEquals(Optional.of(List.of("k@l", "%x'k@l", "k@l")), query.values("k@l"));
        for (String wrong : List.of("SELECT '%s", "SELECT \"%s\"", "SELECT a WHERE b = ?", "SELECT `a")) {
            assertThrows(IllegalArgumentException.class, () -> TableQuery.of(Template.parse(wrong)), wrong);
        }
    }
}
