package org.jdbmail.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.jdbmail.cli.start.Logging;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;

/**
 * {@code ./x bench soak [MINUTES [DATABASE ...]]}: a server under mixed load by every protocol, with sessions that come, go and are cut off. After a warm-up, and
 * then again and again, the load rests, and what the process holds is looked at: memory, descriptors, threads, sessions, objects of ours. All has to end where it
 * began; what grew is named, and the status is then 1.
 */
public final class Soak {
    /** How long the sessions of a load that has ended may take to end. */
    private static final Duration REST = Duration.ofSeconds(60);

    /** How often the process is looked at after the warm-up. */
    private static final int LOOKS = 5;

    private Soak() {}

    /**
     * What came of it.
     *
     * @param table what was held, a column for each look
     * @param grown what is more at the end than after the warm-up
     * @param troubles answers that should have been others
     * @param visits how many visits of each kind there were
     */
    record Result(String table, List<String> grown, List<String> troubles, Map<String, Integer> visits) {
        boolean isWell() {
            return grown.isEmpty() && troubles.isEmpty();
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(table);
            text.append("visits: ").append(visits).append('\n');
            grown.forEach(one -> text.append("GREW: ").append(one).append('\n'));
            troubles.forEach(one -> text.append("TROUBLE: ").append(one).append('\n'));
            return text.toString();
        }
    }

    /** Runs for half an hour on SQLite, or as long and on what the arguments say. */
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Logging.quiet();
        Duration time =
                Duration.ofSeconds((long) (60 * (arguments.length > 0 ? Double.parseDouble(arguments[0]) : 30)));
        List<String> databases =
                arguments.length > 1 ? List.of(arguments).subList(1, arguments.length) : List.of("sqlite");
        Path root = Path.of(System.getProperty("jdbmail.root", "")).toAbsolutePath();
        boolean isWell = true;
        for (String name : databases) {
            Path folder = Files.createTempDirectory("jdbmail-soak");
            out.println(name + ": the server's files are in " + folder);
            try (TestDatabase database = TestDatabases.create(name);
                    Jdbmail server = Jdbmail.start(name, root, folder, database)) {
                Result result = run(server, database, time.dividedBy(LOOKS + 1), LOOKS, out);
                out.print(result);
                isWell &= result.isWell();
            }
        }
        System.exit(isWell ? 0 : 1);
    }

    /**
     * Puts a server under load.
     *
     * @param step how long the warm-up takes, and then each step
     * @param steps how many there are after the warm-up
     */
    static Result run(Jdbmail server, TestDatabase database, Duration step, int steps, PrintStream out)
            throws Exception {
        Holding.Server process = new Holding.Server(
                server.processes().findFirst().orElseThrow().pid(),
                server.ports().imap() - 143 + 80);
        Figures figures = new Figures();
        List<Holding> all = new ArrayList<>();
        Map<String, Integer> visits = new TreeMap<>();
        List<String> troubles = new ArrayList<>();
        SoakLoad.prepare(database);
        DatabaseConfig config = DatabaseConfig.of(database.url());
        if (!database.user().isEmpty()) {
            config = config.withAccount(database.user(), database.password());
        }
        try (SqlStore store = SqlStore.open(config, SqlStoreOptions.DEFAULT)) {
            for (int i = 0; i <= steps; i++) {
                SoakLoad load = new SoakLoad(server.ports(), store, i);
                load.run(step);
                load.visits().forEach((kind, count) -> visits.merge(kind, count, Integer::sum));
                troubles.addAll(load.troubles());
                load.troubles().forEach(one -> out.println("  trouble: " + one));
                rest(process);
                Holding now = Holding.of(process);
                all.add(now);
                now.into(figures, step.multipliedBy(i + 1).toSeconds() + " s");
                out.println("  looked at after " + step.multipliedBy(i + 1).toSeconds() + " s");
            }
        }
        return new Result(figures.table(), all.getLast().grownSince(all.getFirst()), troubles, visits);
    }

    /** Waits until nothing is under way; whether something is is then told with all else. */
    private static void rest(Holding.Server process) throws IOException {
        long end = System.nanoTime() + REST.toNanos();
        while (Holding.isBusy(process) && System.nanoTime() < end) {
            LockSupport.parkNanos(100_000_000);
        }
    }
}
