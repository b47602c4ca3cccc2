package org.jdbmail.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.sql.schema.Schema;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Postfix's maps over our tables know who exists. */
@Tag("full")
class RecipientMapTest {
    @TempDir
    Path folder;

    static List<String> databases() {
        return TestDatabases.names();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void postfixKnowsAliasesAndActiveAccounts(String name) throws Exception {
        try (TestDatabase database = TestDatabases.create(name)) {
            DatabaseConfig config = DatabaseConfig.of(database.url());
            Schema.prepare(
                    database.user().isEmpty() ? config : config.withAccount(database.user(), database.password()));
            database.execute(
                    "INSERT INTO dbmail_users (userid, passwd) VALUES ('alice@example.com', 'x')",
                    "INSERT INTO dbmail_users (userid, passwd, active) VALUES ('gone@example.com', 'x', 0)",
                    alias("Office@example.com", account("alice")),
                    alias("o''brien@example.com", account("alice")),
                    alias("@example.org", account("alice")),
                    alias("former@example.com", account("gone")),
                    alias("half@example.com", account("gone")),
                    alias("half@example.com", account("alice")),
                    alias("nowhere@example.com", "'123456789'"),
                    alias("empty@example.com", "''"),
                    alias("far@example.com", "'1@example.net'"));
            RecipientMap map = RecipientMap.of(database);
            assertEquals("1", ask(map, "alice@example.com"));
            assertEquals("1", ask(map, "ALICE@Example.com"));
            assertEquals("1", ask(map, "office@example.com"));
            assertEquals("1", ask(map, "o'brien@example.com"));
            assertEquals("1", ask(map, "@example.org"));
            assertEquals("1", ask(map, "half@example.com"));
            assertEquals("1", ask(map, "far@example.com"));
            assertEquals("", ask(map, "gone@example.com"));
            // Who is not active, or not there, would be refused when the mail is handed over, and Postfix had to bounce
            // it.
            assertEquals("", ask(map, "former@example.com"));
            assertEquals("", ask(map, "nowhere@example.com"));
            assertEquals("", ask(map, "empty@example.com"));
            assertEquals("", ask(map, "nobody@example.com"));
            assertEquals("", ask(map, "' OR 1=1 OR '"));
        }
    }

    private static String alias(String alias, String target) {
        return "INSERT INTO dbmail_aliases (alias, deliver_to) VALUES ('" + alias + "', " + target + ")";
    }

    private static String account(String name) {
        return "(SELECT CAST(user_idnr AS char(10)) FROM dbmail_users WHERE userid = '" + name + "@example.com')";
    }

    /** What Postfix's own program answers: the value, or nothing when there is none. */
    private String ask(RecipientMap map, String key) throws Exception {
        Postfix.configure(folder.resolve("main.cf"), "compatibility_level = 3.6\n");
        Path file = folder.resolve("map.cf");
        Postfix.configure(file, map.text());
        Program.Result result = Program.run(
                Duration.ofSeconds(20),
                folder,
                Map.of(),
                List.of("postmap", "-c", folder.toString(), "-q", key, map.type() + ":" + file));
        // Status 1 with nothing printed: there is no such key.
        assertEquals(result.output().isEmpty() ? 1 : 0, result.status(), result.output());
        return result.output().strip();
    }
}
