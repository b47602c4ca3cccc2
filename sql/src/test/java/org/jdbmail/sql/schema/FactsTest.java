package org.jdbmail.sql.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.jdbmail.sql.database.Database;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.sql.database.TestAccess;
import org.jdbmail.sql.schema.Schema.Outcome;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.api.Test;

/** A database that was DBMail's goes on in DBMail's layout until its administrator says otherwise. */
class FactsTest {
    @Test
    void anAdoptedDatabaseStaysInDbmailsLayout() throws Exception {
        try (TestDatabase dbmail = TestDatabases.create("sqlite")) {
            DatabaseConfig config = TestAccess.config(dbmail);
            Schema.prepare(config);
            try (Database database = Schema.open(config)) {
                assertEquals("compact", SchemaTest.fact(database, Facts.LAYOUT));
            }
            List<String> drops = new ArrayList<>(List.of("DROP TRIGGER IF EXISTS jdbmail_mailbox_gone"));
            Catalog.indexes(dbmail).stream()
                    .map(index -> index.substring(index.indexOf('.') + 1, index.indexOf(' ')))
                    .filter(index -> index.startsWith("jdbmail_"))
                    .forEach(index -> drops.add("DROP INDEX IF EXISTS " + index));
            Catalog.columns(dbmail).stream()
                    .map(column -> column.substring(0, column.indexOf('.')))
                    .filter(table -> table.startsWith("jdbmail_"))
                    .distinct()
                    .forEach(table -> drops.add("DROP TABLE " + table));
            dbmail.execute(drops.toArray(String[]::new));
            assertEquals(Outcome.ADOPTED, Schema.prepare(config));
            try (Database database = Schema.open(config)) {
                assertEquals("parts", SchemaTest.fact(database, Facts.LAYOUT));
            }
        }
    }
}
