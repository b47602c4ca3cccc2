package org.jdbmail.cli.users;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jdbmail.cli.dbmail.Getopt.Misuse;
import org.jdbmail.cli.frame.Cell;
import org.jdbmail.cli.frame.ChangingCommand;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.ShowingCommand;
import org.jdbmail.cli.frame.Table;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Domains;
import org.jdbmail.core.store.Maintenance.Check;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jdbmail quota}: what accounts may keep and do keep. */
public final class QuotaCommands {
    private QuotaCommands() {}

    /** The commands. */
    public static List<Callable<Integer>> commands(Opening opening) {
        return List.of(new Show(opening), new Set(opening), new Recount(opening));
    }

    /**
     * A size as a person writes it.
     *
     * @throws Failure USAGE if it is none
     */
    public static long octets(String size) throws Failure {
        try {
            return UsersOptions.octets(size, "quota");
        } catch (Misuse misuse) {
            throw new Failure(Failure.USAGE, "'" + size + "' is no possible quota", misuse);
        }
    }

    /** An account or a domain with what it may keep. */
    private record Row(String name, long used, long quota) {
        long percent() {
            return Math.round(100.0 * used / quota);
        }
    }

    /** Lists quotas. */
    @Command(name = "list", description = "Lists accounts with a quota, and domains as @DOMAIN, the fullest first.")
    static final class Show extends ShowingCommand {
        @Option(
                names = "--above",
                paramLabel = "PERCENT",
                defaultValue = "0",
                description = "Only those that are at least so full.")
        private int above;

        Show(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            List<Row> rows = options.read(Show::rows);
            Table table = new Table("login", "used", "quota", "percent");
            rows.stream()
                    .filter(row -> row.percent() >= above)
                    .sorted(Comparator.comparingLong(Row::percent).reversed())
                    .forEach(row -> table.row(
                            Cell.text(row.name()),
                            Cell.octets(row.used()),
                            Cell.octets(row.quota()),
                            Cell.count(row.percent())));
            output.print(table, "No account has a quota" + (above > 0 ? " that is so full." : "."));
            return Complaints.DONE;
        }

        private static List<Row> rows(Tx tx) {
            List<Row> rows = new ArrayList<>();
            tx.users().list("*").stream()
                    .filter(user -> user.quota() > 0)
                    .forEach(user -> rows.add(new Row(user.login(), user.used(), user.quota())));
            Map<String, Domains.Usage> usages = tx.domains().usages();
            tx.domains().all().stream()
                    .filter(domain -> domain.quota() > 0)
                    .forEach(domain -> rows.add(new Row(
                            "@" + domain.name(),
                            usages.getOrDefault(domain.name(), Domains.Usage.NONE)
                                    .used(),
                            domain.quota())));
            return rows;
        }
    }

    /** Sets a quota. */
    @Command(
            name = "set",
            description = "Sets the most mail that an account may have, or the accounts of a domain together.")
    static final class Set extends ChangingCommand {
        @Parameters(index = "0", paramLabel = "LOGIN", description = "The account's name, or @DOMAIN.")
        private String login = "";

        @Parameters(index = "1", paramLabel = "SIZE", description = "500M, 2G; 0 for no limit.")
        private String size = "";

        Set(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            long octets = octets(size);
            Row before = options.write(
                    dryRun.isAsked(),
                    tx -> login.startsWith("@") ? ofDomain(tx, login.substring(1), octets) : ofAccount(tx, octets));
            talk.say((dryRun.isAsked() ? "Would set" : "Set") + " the quota of " + before.name() + " from "
                    + limit(before.quota()) + " to " + limit(octets) + "; it uses " + Cell.size(before.used()) + ".");
            return Complaints.DONE;
        }

        private Row ofAccount(Tx tx, long octets) {
            User found = tx.users()
                    .find(login)
                    .orElseThrow(() -> new Refusal(Reason.NOT_FOUND, "there is no account \"" + login + "\""));
            tx.users().setQuota(found.id(), octets);
            return new Row(found.login(), found.used(), found.quota());
        }

        private static Row ofDomain(Tx tx, String name, long octets) {
            Domains.Usage usage = tx.domains().usage(name);
            Domains.Domain before = tx.domains().find(name).orElse(new Domains.Domain(name, "", 0, 0, 0));
            if (usage.accounts() == 0 && tx.domains().find(name).isEmpty()) {
                throw new Refusal(Reason.NOT_FOUND, "no account has the domain " + name);
            }
            tx.domains().put(new Domains.Domain(name, before.aliasOf(), before.accounts(), before.aliases(), octets));
            return new Row("@" + name, usage.used(), before.quota());
        }

        private static String limit(long octets) {
            return octets == 0 ? "no limit" : Cell.size(octets);
        }
    }

    /** Counts anew. */
    @Command(name = "recount", description = "Counts anew what each account uses, and mends what is not right.")
    static final class Recount extends ChangingCommand {
        Recount(Opening opening) {
            super(opening);
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
