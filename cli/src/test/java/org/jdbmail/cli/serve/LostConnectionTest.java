package org.jdbmail.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbmail.cli.Programs;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The database goes away in the middle of what a program does: one line, status 75, and nothing half-done. */
@Tag("full")
class LostConnectionTest {
    @TempDir
    Path folder;

    static List<String> databases() {
        return TestDatabases.servers().stream()
                .filter(name -> name.equals("postgresql"))
                .toList();
    }

    /** The server itself ends the connection that inserts a certain alias. */
    private static final String[] TRAP = {
        "CREATE FUNCTION hang_up() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " IF NEW.alias LIKE 'victim%' THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;"
                + " RETURN NEW; END $$",
        "CREATE TRIGGER hang_up BEFORE INSERT ON dbmail_aliases FOR EACH ROW EXECUTE FUNCTION hang_up()"
    };

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("databases")
    void nothingIsHalfDone(String name) throws Exception {
        try (TestDatabase database = TestDatabases.create(name)) {
            String config = Files.writeString(
                            folder.resolve("dbmail.conf"),
                            "[DBMAIL]\ndburi = %s\nuser = %s\npass = %s\n"
                                    .formatted(database.url(), database.user(), database.password()))
                    .toString();
            assertEquals(
                    0,
                    Programs.jdbmail("dbmail-users", "-f", config, "-a", "first", "-w", "x")
                            .status());
            database.execute(TRAP);
            Ran added = Programs.jdbmail(
                    "dbmail-users", "-f", config, "-q", "-a", "second", "-w", "x", "-s", "a@x.test,victim@x.test");
            assertEquals(75, added.status(), added.out() + added.err());
            assertEquals(1, added.err().lines().count(), added.err());
            assertEquals("1", ask(database, "SELECT count(*) FROM dbmail_users WHERE user_idnr > 3"));
            assertEquals("0", ask(database, "SELECT count(*) FROM dbmail_aliases"));
            Path csv = Files.writeString(
                    folder.resolve("users.csv"),
                    "login,encoded,type,aliases\n"
                            + IntStream.range(0, 500)
                                    .mapToObj(
                                            i -> "u" + i + ",x,md5sum," + (i == 400 ? "victim" : "a") + i + "@x.test\n")
                                    .collect(Collectors.joining()));
            Ran imported = Programs.jdbmail("users", "import", csv.toString(), "-f", config);
            assertEquals(75, imported.status(), imported.out() + imported.err());
            assertEquals(1, imported.err().lines().count(), imported.err());
            assertEquals("1", ask(database, "SELECT count(*) FROM dbmail_users WHERE user_idnr > 3"));
            assertEquals("1", ask(database, "SELECT count(*) FROM dbmail_mailboxes"));
            assertEquals("0", ask(database, "SELECT count(*) FROM dbmail_aliases"));
        }
    }

    private static String ask(TestDatabase database, String sql) throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : "";
        }
    }
}
