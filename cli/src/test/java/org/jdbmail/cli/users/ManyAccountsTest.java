package org.jdbmail.cli.users;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

/**
 * A site's accounts, five aliases each, from a CSV file; then listed, added to and looked up. {@code -Djdbmail.accounts=20000} is the size
 * of a large one; what each takes is printed, and asserted nowhere.
 */
@Tag("full")
class ManyAccountsTest {
    private static final int ACCOUNTS = Integer.getInteger("jdbmail.accounts", 600);

    @TempDir
    Path folder;

    private String config = "";
    private final List<String> took = new ArrayList<>();

    static List<String> databases() {
        return TestDatabases.names();
    }

    private Ran run(String what, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(1, words[0].startsWith("dbmail") ? List.of("-f", config) : List.of());
        if (!words[0].startsWith("dbmail")) {
            all.addAll(List.of("-f", config));
        }
        Instant began = Instant.now();
        Ran ran = Programs.jdbmail(all.toArray(String[]::new));
        took.add(what + " " + Duration.between(began, Instant.now()).toMillis() + " ms");
        assertEquals(0, ran.status(), ran.out() + ran.err());
        return ran;
    }

    @ParameterizedTest
    @MethodSource("databases")
    void theyAreImportedListedAddedAndLookedUp(String name) throws Exception {
        try (TestDatabase database = TestDatabases.create(name)) {
            config = Files.writeString(
                            folder.resolve("dbmail.conf"),
                            "[DBMAIL]\ndburi = %s\nuser = %s\npass = %s\n"
                                    .formatted(database.url(), database.user(), database.password()))
                    .toString();
            Path csv = Files.writeString(
                    folder.resolve("users.csv"),
                    "login,encoded,type,aliases,quota\n"
                            + IntStream.range(0, ACCOUNTS)
                                    .mapToObj(i ->
                                            "u" + i + "@d" + i % 100 + ".test,5ebe2294ecd0e0f08eab7690d2a6ee69,md5sum,"
                                                    + IntStream.range(0, 5)
                                                            .mapToObj(k -> "a" + i + "." + k + "@d" + i % 100 + ".test")
                                                            .collect(Collectors.joining(" "))
                                                    + ",500M\n")
                                    .collect(Collectors.joining()));
            run("making the tables", "db", "upgrade");
            assertEquals(
                    "Made " + ACCOUNTS + " accounts.\n",
                    run("import", "users", "import", csv.toString()).out());
            assertTrue(
                    run("dbmail-users -L", "dbmail-users", "-L").out().lines().count() >= ACCOUNTS);
            assertTrue(run("users list", "users", "list", "--json").out().contains("u7@d7.test"));
            run("adding one", "dbmail-users", "-a", "new@d1.test", "-w", "x", "-p", "sha512", "-s", "n@d1.test");
            assertTrue(run("look-up of an account", "dbmail-users", "-l", "u7@d7.test")
                    .out()
                    .contains("a7.4@d7.test"));
            assertTrue(run("look-up of an alias", "dbmail-users", "-l", "a7.4@d7.test")
                    .out()
                    .contains("u7@d7.test"));
            run("a forward", "dbmail-users", "-x", "f@d1.test", "-t", "there@elsewhere.test");
            run("deleting one", "dbmail-users", "-d", "new@d1.test");
            System.out.println(name + ", " + ACCOUNTS + " accounts: " + String.join(", ", took));
        }
    }
}
