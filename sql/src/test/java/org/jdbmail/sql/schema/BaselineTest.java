package org.jdbmail.sql.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jdbmail.sql.database.TestAccess;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The baseline is DBMail's schema, to the column, the key, the trigger and, but for {@link LeanIndexes}, the index:
 * {@code dbmail-*.txt} say what DBMail makes.
 */
class BaselineTest {

    static List<String> databases() {
        return TestDatabases.names();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void ourBaselineHasDbmailsColumnsIndexesAndTriggers(String name) throws Exception {
        try (TestDatabase fresh = TestDatabases.create(name)) {
            Schema.prepare(TestAccess.config(fresh));
            List<String> ours = new ArrayList<>(Catalog.columns(fresh));
            ours.addAll(Catalog.indexes(fresh));
            ours.addAll(Catalog.defaults(fresh));
            ours.addAll(Catalog.constraints(fresh));
            if (name.equals("sqlite")) {
                ours.addAll(Catalog.triggers(fresh));
            }
            assertEquals(
                    String.join("\n", expected(name)),
                    String.join(
                            "\n",
                            ours.stream()
                                    .filter(line -> line.startsWith("dbmail_") && !line.contains("jdbmail_"))
                                    .sorted()
                                    .toList()));
        }
    }

    private static List<String> expected(String name) throws Exception {
        // What DBMail makes of the same script, save that MySQL since 8.0.19 knows no widths of numbers but of a
        // boolean.
        boolean widths = !name.equals("mysql");
        String file = "dbmail-" + (widths ? name : "mariadb") + ".txt";
        try (InputStream in = BaselineTest.class.getResourceAsStream(file);
                Stream<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()) {
            return lines.filter(line -> !line.startsWith("#") && !line.isEmpty())
                    .filter(line -> !LeanIndexes.lines(name).contains(line))
                    .map(line -> widths ? line : line.replaceAll("int\\((?!1\\))\\d+\\)", "int"))
                    .sorted()
                    .toList();
        }
    }
}
