package org.jdbmail.bench;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jdbmail.cli.start.Logging;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;

/**
 * {@code ./x bench growth}: what grows with the size of a mailbox. Each operation is measured on mailboxes of several sizes that
 * lie in one database, and beside the slow ones how long deliveries to another account take meanwhile, and looks at its mailbox.
 */
public final class Growth {
    private static final List<Integer> SIZES = List.of(10_000, 100_000);
    private static final int LARGEST = 1_000_000;
    private static final int WARMING = 3_000;

    private static final String USAGE = """
            usage: ./x bench growth [--million] [sqlite] [postgresql] [mariadb]

            Prints what each operation takes, in milliseconds, in a mailbox of 10,000 and one of 100,000 messages, and with
            --million in one of 1,000,000 too; and the longest that a delivery to somebody else, or a look at another mailbox,
            took beside it.
            """;

    private Growth() {}

    /** Measures on SQLite and PostgreSQL, or where the arguments say. */
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Logging.quiet();
        List<String> words = new ArrayList<>(List.of(arguments));
        if (words.contains("--help")) {
            out.print(USAGE);
            return;
        }
        List<Integer> sizes = new ArrayList<>(SIZES);
        if (words.remove("--million")) {
            sizes.add(LARGEST);
        }
        List<String> databases = words.isEmpty() ? List.of("sqlite", "postgresql") : words;
        // What tests switch off to be quick is on here.
        System.setProperty("jdbmail.databases.fsync", "true");
        for (String database : databases) {
            measure(database, sizes, out);
        }
    }

    /** Prints the table after each size, so that who has no time for a million has the smaller ones. */
    private static void measure(String name, List<Integer> sizes, PrintStream out) throws SQLException {
        Figures figures = new Figures();
        try (TestDatabase database = TestDatabases.create(name)) {
            DatabaseConfig config = DatabaseConfig.of(database.url());
            if (!database.user().isEmpty()) {
                config = config.withAccount(database.user(), database.password());
            }
            try (SqlStore store = SqlStore.open(config, SqlStoreOptions.DEFAULT)) {
                // What is slow when it is done for the first time in a process is no matter of size.
                new GrowthLoad(store, database, new Figures()).run(WARMING);
                GrowthLoad load = new GrowthLoad(store, database, figures);
                for (int size : sizes) {
                    load.run(size);
                    out.printf(
                            Locale.ROOT,
                            "%n%s, milliseconds. What touches few messages: the least of 20 and, in brackets, the median.%n"
                                    + "What touches many: in all and, in brackets, the longest that others waited meanwhile.%n",
                            name);
                    out.print(figures.table());
                }
            }
        }
    }
}
