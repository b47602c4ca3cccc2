package org.jdbmail.sql.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
            Catalog.dropOurs(dbmail, "sqlite");
            assertEquals(Outcome.ADOPTED, Schema.prepare(config));
            try (Database database = Schema.open(config)) {
                assertEquals("parts", SchemaTest.fact(database, Facts.LAYOUT));
            }
        }
    }
}
