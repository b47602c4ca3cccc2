package org.jdbmail.cli.domains;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jdbmail.cli.boxes.Named;
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
import org.jdbmail.core.store.Domains.Domain;
import org.jdbmail.core.store.Domains.Usage;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jdbmail domains}: what is said of domains, beside what follows from the names of accounts and aliases. */
public final class DomainCommands {
    private DomainCommands() {}

    /** The commands. */
    public static List<Callable<Integer>> commands(Opening opening) {
        return List.of(
                new Show(opening),
                new DomainSet(opening),
                new Remove(opening),
                new Administrators(opening),
                new AddAdministrator(opening),
                new RemoveAdministrator(opening));
    }

    /** Lists domains. */
    @Command(
            name = "list",
            description =
                    "Lists the domains of accounts and aliases, and those that something is said of, with what they may have.")
    static final class Show extends ShowingCommand {
        Show(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            output.print(options.read(Show::table), "No account and no alias has a domain.");
            return Complaints.DONE;
        }

        private static Table table(Tx tx) {
            Map<String, Usage> usages = new TreeMap<>(tx.domains().usages());
            Map<String, Domain> said = new TreeMap<>();
            for (Domain domain : tx.domains().all()) {
                said.put(domain.name(), domain);
                usages.putIfAbsent(domain.name(), Usage.NONE);
            }
            Table table = new Table(
                    "domain",
                    "alias_of",
                    "accounts",
                    "most_accounts",
                    "aliases",
                    "most_aliases",
                    "used",
                    "quota",
                    "administrators");
            usages.forEach((name, usage) -> {
                Domain domain = said.getOrDefault(name, new Domain(name, "", 0, 0, 0));
                List<String> administrators = tx.domains().administrators(name).stream()
                        .flatMap(id -> tx.users().find(id).stream())
                        .map(User::login)
                        .toList();
                table.row(
                        Cell.text(name),
                        Cell.text(domain.aliasOf().isEmpty() ? null : domain.aliasOf()),
                        Cell.count(usage.accounts()),
                        limit(domain.accounts()),
                        Cell.count(usage.aliases()),
                        limit(domain.aliases()),
                        Cell.octets(usage.used()),
                        domain.quota() == 0 ? Cell.text(null) : Cell.octets(domain.quota()),
                        Cell.words(administrators));
            });
            return table;
        }

        private static Cell limit(long most) {
            return most == 0 ? Cell.text(null) : Cell.count(most);
        }
    }

    /** Forgets what was said. */
    @Command(
            name = "remove",
            description =
                    "Forgets what was said of a domain: its other name, its limits, who administers it. Its accounts stay.")
    static final class Remove extends ChangingCommand {
        @Parameters(paramLabel = "DOMAIN", description = "The domain.")
        private String name = "";

        Remove(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            options.write(dryRun.isAsked(), tx -> {
                said(tx, name);
                return tx.domains().remove(name);
            });
            talk.say((dryRun.isAsked() ? "Would forget" : "Forgot") + " what was said of " + name + ".");
            return Complaints.DONE;
        }
    }

    static Domains.Domain said(Tx tx, String name) {
        return tx.domains()
                .find(name)
                .orElseThrow(() ->
                        new Refusal(Reason.NOT_FOUND, "nothing is said of " + name + "; see jdbmail domains set"));
    }

    /** Lists who administers. */
    @Command(name = "administrators", description = "Lists who administers a domain.")
    static final class Administrators extends ShowingCommand {
        @Parameters(paramLabel = "DOMAIN", description = "The domain.")
        private String name = "";

        Administrators(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            Table table = new Table("login");
            options.read(tx -> tx.domains().administrators(name).stream()
                            .flatMap(id -> tx.users().find(id).stream())
                            .map(User::login)
                            .toList())
                    .forEach(login -> table.row(Cell.text(login)));
            output.print(table, "Nobody administers " + name + ".");
            return Complaints.DONE;
        }
    }

    /** Lets an account administer. */
    @Command(
            name = "add-administrator",
            description = "Lets an account administer a domain: it is told when the domain's quota is nearly used up.")
    static final class AddAdministrator extends ChangingCommand {
        @Parameters(index = "0", paramLabel = "DOMAIN", description = "The domain.")
        private String name = "";

        @Parameters(index = "1", paramLabel = "LOGIN", description = "The account.")
        private String login = "";

        AddAdministrator(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            options.write(dryRun.isAsked(), tx -> {
                User user = Named.find(tx, login);
                if (tx.domains().find(name).isEmpty()) {
                    tx.domains().put(new Domain(name, "", 0, 0, 0));
                }
                tx.domains().addAdministrator(name, user.id());
                return user;
            });
            talk.say(login + (dryRun.isAsked() ? " would administer " : " administers ") + name + ".");
            return Complaints.DONE;
        }
    }

    /** Takes that away. */
    @Command(name = "remove-administrator", description = "Lets an account administer a domain no more.")
    static final class RemoveAdministrator extends ChangingCommand {
        @Parameters(index = "0", paramLabel = "DOMAIN", description = "The domain.")
        private String name = "";

        @Parameters(index = "1", paramLabel = "LOGIN", description = "The account.")
        private String login = "";

        RemoveAdministrator(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            options.write(dryRun.isAsked(), tx -> {
                User user = Named.find(tx, login);
                if (!tx.domains().removeAdministrator(name, user.id())) {
                    throw new Refusal(Reason.NOT_FOUND, login + " does not administer " + name);
                }
                return user;
            });
            talk.say(login + (dryRun.isAsked() ? " would administer " : " administers ") + name + " no more.");
            return Complaints.DONE;
        }
    }
}
