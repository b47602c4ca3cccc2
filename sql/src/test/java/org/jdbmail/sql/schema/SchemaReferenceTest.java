package org.jdbmail.sql.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryOutputEnum;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every table and column is explained, and the page in the repository says what the schema is. */
class SchemaReferenceTest {

    private static final String MODEL =
            "jdbc:h2:mem:reference;DATABASE_TO_LOWER=TRUE;MODE=PostgreSQL;DB_CLOSE_DELAY=-1";

    private static Map<String, Map<String, String>> schema;

    @BeforeAll
    static void readTheSchema() throws Exception {
        Scope.child(Map.of(Scope.Attr.logService.name(), new LiquibaseLog()), () -> {
            var database = DatabaseFactory.getInstance()
                    .findCorrectDatabaseImplementation(new JdbcConnection(DriverManager.getConnection(MODEL)));
            try (var liquibase = new Liquibase(Changelogs.ALL, new ClassLoaderResourceAccessor(), database)) {
                liquibase.setChangeLogParameter("prefix", "dbmail_");
                liquibase.setChangeLogParameter("bare", "");
                liquibase.setChangeLogParameter("insert", "INSERT");
                liquibase.setChangeLogParameter("timestamp", "timestamp");
                liquibase.setShowSummaryOutput(UpdateSummaryOutputEnum.LOG);
                liquibase.update(new Contexts(), new LabelExpression());
            }
        });
        schema = tables();
    }

    @Test
    void everyTableAndColumnIsExplainedAndNothingElse() throws Exception {
        var descriptions = SchemaReference.descriptions();
        assertEquals(
                schema.keySet().stream().sorted().toList(),
                descriptions.keySet().stream().sorted().toList());
        for (Map.Entry<String, Map<String, String>> table : schema.entrySet()) {
            Set<String> explained = descriptions.get(table.getKey()).columns().keySet();
            assertEquals(
                    table.getValue().keySet().stream().sorted().toList(),
                    explained.stream().sorted().toList(),
                    table.getKey());
        }
    }

    @Test
    void thePageInTheRepositoryIsTheCurrentOne() throws Exception {
        String page = SchemaReference.page(schema, SchemaReference.descriptions());
        Path file = Path.of(System.getProperty("jdbmail.root", ".."), "docs/reference/schema.md");
        if ("write".equals(System.getProperty("jdbmail.docs"))) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, page);
        }
        assertEquals(page, Files.readString(file), "run ./x docs");
    }

    private static Map<String, Map<String, String>> tables() throws SQLException {
        Map<String, Map<String, String>> tables = new LinkedHashMap<>();
        try (Connection connection = DriverManager.getConnection(MODEL);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT table_name, column_name, data_type,"
                        + " character_maximum_length, is_nullable FROM information_schema.columns"
                        + " WHERE table_schema = 'public' ORDER BY table_name, ordinal_position")) {
            while (rows.next()) {
                String table = rows.getString(1).toLowerCase(Locale.ROOT);
                if (!table.startsWith("databasechangelog")) {
                    tables.computeIfAbsent(table, name -> new LinkedHashMap<>())
                            .put(rows.getString(2).toLowerCase(Locale.ROOT), type(rows));
                }
            }
        }
        return tables;
    }

    private static String type(ResultSet row) throws SQLException {
        String type = switch (row.getString(3).toUpperCase(Locale.ROOT)) {
            case "CHARACTER VARYING" -> "varchar(" + row.getLong(4) + ")";
            case "CHARACTER" -> "char(" + row.getLong(4) + ")";
            case "CHARACTER LARGE OBJECT" -> "text";
            case "BINARY VARYING", "BINARY LARGE OBJECT" -> "bytea";
            case "INTEGER", "BIGINT", "SMALLINT", "TIMESTAMP", "DOUBLE PRECISION" ->
                row.getString(3).toLowerCase(Locale.ROOT);
            default -> throw new IllegalStateException("No name for the type " + row.getString(3));
        };
        return row.getString(5).equals("YES") ? type + ", may be null" : type;
    }
}
