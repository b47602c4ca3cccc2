package org.jdbmail.cli.users;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jdbmail.cli.dbmail.Getopt.Misuse;
import org.jdbmail.cli.frame.Cell;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.DryRun;
import org.jdbmail.cli.frame.Output;
import org.jdbmail.cli.frame.StoreOptions;
import org.jdbmail.cli.frame.Table;
import org.jdbmail.cli.frame.Talk;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Maintenance.Check;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jdbmail quota}: what accounts may keep and do keep. */
public final class QuotaCommands {
    private QuotaCommands() {}

    /** The commands. */
    public static List<Callable<Integer>> commands(Opening opening) {
        return List.of(new Show(opening), new Set(opening), new Recount(opening));
    }

    /** Lists quotas. */
    @Command(name = "list", description = "Lists accounts with a quota, the fullest first.")
    static final class Show implements Callable<Integer> {
        @Mixin
        private StoreOptions options;

        @Mixin
        private Output output = new Output();

        @Option(
                names = "--above",
                paramLabel = "PERCENT",
                defaultValue = "0",
                description = "Only those that are at least so full.")
        private int above;

        Show(Opening opening) {
            this.options = new StoreOptions(opening);
        }

        @Override
        public Integer call() throws Failure {
            List<User> users = options.read(tx -> tx.users().list("*"));
            Table table = new Table("login", "used", "quota", "percent");
            users.stream()
                    .filter(user -> user.quota() > 0 && percent(user) >= above)
                    .sorted(Comparator.comparingLong(Show::percent).reversed())
                    .forEach(user -> table.row(
                            Cell.text(user.login()),
                            Cell.octets(user.used()),
                            Cell.octets(user.quota()),
                            Cell.count(percent(user))));
            output.print(table, "No account has a quota" + (above > 0 ? " that is so full." : "."));
            return Complaints.DONE;
        }

        private static long percent(User user) {
            return Math.round(100.0 * user.used() / user.quota());
        }
    }

    /** Sets a quota. */
    @Command(name = "set", description = "Sets the most mail that an account may have.")
    static final class Set implements Callable<Integer> {
        @Mixin
        private StoreOptions options;

        @Mixin
        private DryRun dryRun = new DryRun();

        @Mixin
        private Talk talk = new Talk();

        @Parameters(index = "0", paramLabel = "LOGIN", description = "The account's name.")
        private String login = "";

        @Parameters(index = "1", paramLabel = "SIZE", description = "500M, 2G; 0 for no limit.")
        private String size = "";

        Set(Opening opening) {
            this.options = new StoreOptions(opening);
        }

        @Override
        public Integer call() throws Failure {
            long octets;
            try {
                octets = UsersOptions.octets(size, "quota");
            } catch (Misuse misuse) {
                throw new Failure(Failure.USAGE, "'" + size + "' is no possible quota", misuse);
            }
            User user = options.write(dryRun.isAsked(), tx -> {
                User found = tx.users()
                        .find(login)
                        .orElseThrow(() -> new Refusal(Reason.NOT_FOUND, "there is no account \"" + login + "\""));
                tx.users().setQuota(found.id(), octets);
                return found;
            });
            talk.say((dryRun.isAsked() ? "Would set" : "Set") + " the quota of " + user.login() + " from "
                    + limit(user.quota()) + " to " + limit(octets) + "; it uses " + Cell.size(user.used()) + ".");
            return Complaints.DONE;
        }

        private static String limit(long octets) {
            return octets == 0 ? "no limit" : Cell.size(octets);
        }
    }

    /** Counts anew. */
    @Command(name = "recount", description = "Counts anew what each account uses, and mends what is not right.")
    static final class Recount implements Callable<Integer> {
        @Mixin
        private StoreOptions options;

        @Mixin
        private DryRun dryRun = new DryRun();

        @Mixin
        private Talk talk = new Talk();

        Recount(Opening opening) {
            this.options = new StoreOptions(opening);
        }

        @Override
        public Integer call() throws Failure {
            try (Store store = options.open()) {
                long wrong = store.maintenance().count(Check.USED);
                talk.say("What " + wrong + " accounts use is not what their messages add up to.");
                if (wrong > 0 && !dryRun.isAsked()) {
                    store.maintenance().mend(Check.USED, Long.MAX_VALUE, step -> {});
                    talk.say("It was mended.");
                }
            }
            return Complaints.DONE;
        }
    }
}
