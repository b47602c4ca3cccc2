package org.jdbmail.sql.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.jdbmail.sql.database.Database;
import org.jdbmail.sql.database.TestAccess;
import org.jdbmail.sql.schema.Schema.Outcome;
import org.jdbmail.testkit.database.PostgresDump;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A store that DBMail 3.5.6 really made is adopted, row for row; and what our baseline makes on PostgreSQL is, to the
 * column and the index, what DBMail made. Needs the sample's folder, and is left out of a run that lacks it.
 */
@Tag("samples")
@Tag("full")
class SampleAdoptionTest {

    private static final Path DUMP =
            Path.of(System.getProperty("jdbmail.samples", "../shared/samples")).resolve("dbmail-3.5.6/dump.sql");

    @Test
    void theSampleIsAdoptedAndNothingOfItChanges() throws Exception {
        try (TestDatabase sample = TestDatabases.create("postgresql")) {
            PostgresDump.load(sample, DUMP);
            List<String> columns = Catalog.columns(sample);
            List<String> indexes = Catalog.indexes(sample);
            assertEquals(Outcome.ADOPTED, Schema.prepare(TestAccess.config(sample)));
            assertTrue(Catalog.columns(sample).containsAll(columns));
            assertTrue(Catalog.indexes(sample).containsAll(indexes));
            try (Database database = Schema.open(TestAccess.config(sample))) {
                // Counted in the dump's COPY blocks.
                assertEquals(
                        List.of(13, 20, 104, 70, 124, 194),
                        TestAccess.ask(
                                database,
                                sql -> List.of(
                                        sql.fetchCount(DSL.table("dbmail_users")),
                                        sql.fetchCount(DSL.table("dbmail_mailboxes")),
                                        sql.fetchCount(DSL.table("dbmail_messages")),
                                        sql.fetchCount(DSL.table("dbmail_physmessage")),
                                        sql.fetchCount(DSL.table("dbmail_mimeparts")),
                                        sql.fetchCount(DSL.table("dbmail_partlists")))));
            }
        }
    }

    @Test
    void ourBaselineIsTheSchemaThatDbmailMade() throws Exception {
        try (TestDatabase sample = TestDatabases.create("postgresql");
                TestDatabase fresh = TestDatabases.create("postgresql")) {
            PostgresDump.load(sample, DUMP);
            Schema.prepare(TestAccess.config(fresh));
            assertEquals(Catalog.columns(sample), dbmails(Catalog.columns(fresh)));
            assertEquals(Catalog.defaults(sample), dbmails(Catalog.defaults(fresh)));
            assertEquals(Catalog.constraints(sample), dbmails(Catalog.constraints(fresh)));
            assertEquals(
                    Catalog.indexes(sample).stream()
                            .filter(index -> !LeanIndexes.lines("postgresql").contains(index))
                            .toList(),
                    dbmails(Catalog.indexes(fresh)).stream()
                            .filter(index -> !index.contains("jdbmail_"))
                            .toList());
        }
    }

    private static List<String> dbmails(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith("dbmail_")).toList();
    }
}
