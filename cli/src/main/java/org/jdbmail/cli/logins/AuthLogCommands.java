package org.jdbmail.cli.logins;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jdbmail.cli.frame.Cell;
import org.jdbmail.cli.frame.ChangingCommand;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.ShowingCommand;
import org.jdbmail.cli.frame.Table;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.store.Maintenance.Log;
import org.jdbmail.core.store.Maintenance.LoginCount;
import org.jdbmail.core.store.Maintenance.LoginEntry;
import org.jdbmail.core.store.Maintenance.LoginsBy;
import org.jdbmail.core.store.Store;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jdbmail authlog}: reads and prunes {@code dbmail_authlog}, which is written where {@code authlog = yes}. */
public final class AuthLogCommands {
    private AuthLogCommands() {}

    /** The commands. */
    public static List<Callable<Integer>> commands(Opening opening) {
        return List.of(new Show(opening), new Statistics(opening), new Prune(opening));
    }

    /** Lists logins. */
    @Command(name = "list", description = "Lists logins, the newest first.")
    static final class Show extends ShowingCommand {
        @Option(names = "--last", paramLabel = "N", defaultValue = "20", description = "At most so many (default: 20).")
        private int last;

        @Option(names = "--failed", description = "Only those that were refused.")
        private boolean failed;

        @Option(names = "--now", description = "Only sessions that have not ended.")
        private boolean now;

        @Option(names = "--user", paramLabel = "LOGIN", defaultValue = "", description = "Only this account's.")
        private String user = "";

        Show(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            Table table = new Table("when", "login", "service", "from", "status", "until", "received", "sent");
            try (Store store = options.open()) {
                String status = failed ? "failed" : now ? "active" : "";
                for (LoginEntry entry : store.maintenance().logins(user, status, last)) {
                    table.row(
                            Cell.time(entry.when()),
                            Cell.text(entry.login()),
                            Cell.text(entry.service()),
                            Cell.text(entry.address()),
                            Cell.text(entry.status()),
                            Cell.time(entry.status().equals("closed") ? entry.until() : null),
                            Cell.octets(entry.received()),
                            Cell.octets(entry.sent()));
                }
            }
            output.print(table, "There is no such login; they are noted where authlog = yes.");
            return Complaints.DONE;
        }
    }

    /** Counts logins. */
    @Command(name = "stats", description = "Counts logins by day, account or address, with a small chart.")
    static final class Statistics extends ShowingCommand {
        private static final int BAR = 30;

        @Option(
                names = "--by",
                paramLabel = "WHAT",
                defaultValue = "DAY",
                description = "day, login or address (default: day).")
        private LoginsBy by = LoginsBy.DAY;

        @Option(names = "--days", paramLabel = "N", defaultValue = "14", description = "The last days (default: 14).")
        private int days;

        Statistics(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            Table table = new Table(by.name().toLowerCase(Locale.ROOT), "logins", "failed", "chart");
            try (Store store = options.open()) {
                List<LoginCount> counts =
                        store.maintenance().countLogins(by, Instant.now().minus(Duration.ofDays(Math.max(0, days))));
                long most = counts.stream().mapToLong(LoginCount::all).max().orElse(1);
                counts.forEach(count -> table.row(
                        Cell.text(count.what()),
                        Cell.count(count.all()),
                        Cell.count(count.failed()),
                        Cell.text(bar(count, most))));
            }
            output.print(table, "There was no login; they are noted where authlog = yes.");
            return Complaints.DONE;
        }

        /** A hash for those that succeeded, a cross for the others. */
        private static String bar(LoginCount count, long most) {
            int all = (int) Math.max(1, BAR * count.all() / most);
            int failed = (int) Math.ceilDiv(all * count.failed(), count.all());
            return "#".repeat(all - failed) + "x".repeat(failed);
        }
    }

    /** Removes old rows. */
    @Command(name = "prune", description = "Removes logins that are older than some days.")
    static final class Prune extends ChangingCommand {
        @Parameters(paramLabel = "DAYS", description = "How old they must be.")
        private int days;

        Prune(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            if (days < 0) {
                throw new Failure(Failure.USAGE, "days must not be negative");
            }
            Instant than = Instant.now().minus(Duration.ofDays(days));
            try (Store store = options.open()) {
                long count = dryRun.isAsked()
                        ? store.maintenance().countOlder(Log.LOGINS, than)
                        : store.maintenance().prune(Log.LOGINS, than);
                talk.say((dryRun.isAsked() ? "Would remove " : "Removed ") + count + " logins.");
            }
            return Complaints.DONE;
        }
    }
}
