package org.jdbmail.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jdbmail.cli.start.Logging;
import org.jdbmail.core.moving.intake.Importer;
import org.jdbmail.core.moving.maildir.MaildirTree;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.User;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.jdbmail.testkit.mail.MailGenerator;

/**
 * {@code ./x bench import [N] [DATABASE ...]}: how many messages a second come out of a Maildir of N generated messages (20,000) of at most 64 KB, the first time and when
 * all of them are there already. What is done once in the life of a process is done before, with a few of them.
 */
public final class ImportRate {
    private static final int USUAL = 20_000;
    private static final int WARMING = 1_500;

    /** Of larger ones the rate is that of the disk, and of what makes them smaller. */
    private static final int LARGEST = 64 * 1_024;

    private ImportRate() {}

    /** Measures on SQLite and PostgreSQL, or where the arguments say. */
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Logging.quiet();
        List<String> words = new ArrayList<>(List.of(arguments));
        boolean isCounted = !words.isEmpty() && words.getFirst().matches("\\d+");
        int messages = isCounted ? Integer.parseInt(words.removeFirst()) : USUAL;
        System.setProperty("jdbmail.databases.fsync", "true");
        Path folder = Files.createTempDirectory("jdbmail-import");
        try {
            long octets = write(folder.resolve("all"), messages, 23);
            write(folder.resolve("few"), WARMING, 24);
            for (String name : words.isEmpty() ? List.of("sqlite", "postgresql") : words) {
                measure(name, folder, messages, octets, out);
            }
        } finally {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /** Writes a Maildir; how many octets it has. */
    private static long write(Path maildir, int messages, int seed) throws IOException {
        for (String part : List.of("cur", "new", "tmp")) {
            Files.createDirectories(maildir.resolve(part));
        }
        MailGenerator mail = new MailGenerator(seed);
        long octets = 0;
        for (int i = 0; i < messages; i++) {
            byte[] bytes = mail.next().bytes();
            while (bytes.length > LARGEST) {
                bytes = mail.next().bytes();
            }
            octets += bytes.length;
            Files.write(maildir.resolve("cur/" + (1_700_000_000 + i) + ".M" + i + "P" + seed + ".host:2,S"), bytes);
        }
        return octets;
    }

    private static void measure(String name, Path folder, int messages, long octets, PrintStream out)
            throws IOException {
        try (TestDatabase database = TestDatabases.create(name)) {
            DatabaseConfig config = DatabaseConfig.of(database.url());
            if (!database.user().isEmpty()) {
                config = config.withAccount(database.user(), database.password());
            }
            try (SqlStore store = SqlStore.open(config, SqlStoreOptions.DEFAULT)) {
                bring(store, "few", folder, WARMING);
                double first = bring(store, "all", folder, messages);
                double again = bring(store, "all", folder, 0);
                out.printf(
                        Locale.ROOT,
                        "%-11s %,d messages of %,d octets each: %.1f s, %.0f a second; again, when all are there: %.1f s%n",
                        name,
                        messages,
                        octets / messages,
                        first,
                        messages / first,
                        again);
            }
        }
    }

    /** Brings the Maildir of a name to an account of that name; how many seconds it took. */
    private static double bring(SqlStore store, String name, Path folder, int expected) throws IOException {
        User owner = store.write(tx -> tx.users().find(name).orElseGet(() -> {
            tx.users().create(name, new Credential("x", "md5"), 0, 0);
            return tx.users().find(name).orElseThrow();
        }));
        long start = System.nanoTime();
        Importer.Outcome outcome = new Importer(store, System.err::println, count -> {})
                .bring(owner, MaildirTree.read(folder.resolve(name)));
        if (outcome.brought() != expected) {
            throw new IOException(outcome.toString());
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
