package org.jdbmail.cli.users;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbmail.cli.boxes.Named;
import org.jdbmail.cli.frame.Cell;
import org.jdbmail.cli.frame.ChangingCommand;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.Details;
import org.jdbmail.cli.frame.Groups;
import org.jdbmail.cli.frame.ShowingCommand;
import org.jdbmail.cli.frame.Table;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.password.AppPasswords;
import org.jdbmail.core.store.Secret;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jdbmail users app-passwords}: passwords that an account has for one program or device each, beside its own. */
public final class AppPasswordCommands {
    /** What their column holds. */
    private static final int MAX_NAME = 64;

    /** By what one logs in, as the fronts name themselves. */
    private static final Set<String> SERVICES = Set.of("imap", "pop3", "sieve", "smtp");

    private AppPasswordCommands() {}

    /** The group of commands. */
    public static CommandLine group(Opening opening) {
        return Groups.group(
                "app-passwords",
                "Passwords of an account for one program or device each, beside its own.",
                List.of(new Show(opening), new Add(opening), new Revoke(opening)));
    }

    private static List<Secret> of(Tx tx, User user) {
        return tx.secrets().of(user.id()).stream()
                .filter(secret -> secret.kind() == Secret.Kind.APP)
                .toList();
    }

    /** Lists them. */
    @Command(name = "list", description = "Lists the app passwords of an account, with when each was used last.")
    static final class Show extends ShowingCommand {
        @Parameters(paramLabel = "USER", description = "The account's name.")
        private String login = "";

        Show(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            Table table = new Table("name", "services", "created", "expires", "last_used");
            options.read(tx -> of(tx, Named.find(tx, login)))
                    .forEach(secret -> table.row(
                            Cell.text(secret.name()),
                            Cell.words(
                                    secret.services().isEmpty()
                                            ? List.of("all")
                                            : List.copyOf(new TreeSet<>(secret.services()))),
                            Cell.time(secret.created()),
                            Cell.time(secret.expires().orElse(null)),
                            Cell.time(secret.lastUsed().orElse(null))));
            output.print(table, login + " has no app password.");
            return Complaints.DONE;
        }
    }

    /** Makes one. */
    @Command(
            name = "add",
            description = "Makes an app password, and prints it: this once, since only a hash of it is stored.")
    static final class Add extends ShowingCommand {
        @Option(
                names = "--services",
                split = ",",
                paramLabel = "SERVICE",
                description = "What it is for: imap, pop3, sieve, smtp (default: all).")
        private List<String> services = List.of();

        @Option(
                names = "--until",
                paramLabel = "DATE",
                description = "The last day, in UTC, on which it is taken, as 2027-12-31 (default: no end).")
        private @Nullable String until;

        @Parameters(index = "0", paramLabel = "USER", description = "The account's name.")
        private String login = "";

        @Parameters(
                index = "1",
                paramLabel = "NAME",
                description = "What it is called: the program or device it is for.")
        private String name = "";

        Add(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            if (name.isBlank() || name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
                throw new Failure(
                        Failure.USAGE, "a name has 1 to " + MAX_NAME + " characters, and no control characters");
            }
            Instant now = Instant.now();
            Set<String> chosen = chosen();
            Optional<Instant> end = end(now);
            AppPasswords passwords = new AppPasswords();
            String made = passwords.make();
            Secret secret =
                    new Secret(Secret.Kind.APP, name, passwords.encode(made), "", chosen, now, end, Optional.empty());
            options.write(false, tx -> {
                User user = Named.find(tx, login);
                if (of(tx, user).stream().anyMatch(other -> other.name().equals(name))) {
                    throw new Refusal(
                            Reason.ALREADY_EXISTS, user.login() + " has an app password \"" + name + "\" already");
                }
                tx.secrets().put(user.id(), secret);
                return user.id();
            });
            if (output.isJson()) {
                output.print(new Details().with("name", Cell.text(name)).with("password", Cell.text(made)));
            } else {
                output.say(made);
            }
            return Complaints.DONE;
        }

        private Set<String> chosen() throws Failure {
            Set<String> chosen = new TreeSet<>();
            for (String service : services) {
                String word = service.strip().toLowerCase(Locale.ROOT);
                if (!SERVICES.contains(word)) {
                    throw new Failure(
                            Failure.USAGE,
                            "\"" + service + "\" is no service: " + String.join(", ", new TreeSet<>(SERVICES)));
                }
                chosen.add(word);
            }
            return chosen;
        }

        private Optional<Instant> end(Instant now) throws Failure {
            if (until == null) {
                return Optional.empty();
            }
            Instant end;
            try {
                end = LocalDate.parse(until)
                        .plusDays(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant();
            } catch (DateTimeParseException e) {
                throw new Failure(Failure.USAGE, "\"" + until + "\" is no date as 2027-12-31", e);
            }
            if (!end.isAfter(now)) {
                throw new Failure(Failure.USAGE, until + " is over");
            }
            return Optional.of(end);
        }
    }

    /** Removes one. */
    @Command(name = "revoke", description = "Removes an app password: it lets nobody in any more.")
    static final class Revoke extends ChangingCommand {
        @Parameters(index = "0", paramLabel = "USER", description = "The account's name.")
        private String login = "";

        @Parameters(index = "1", paramLabel = "NAME", description = "What it is called.")
        private String name = "";

        Revoke(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            String whose = options.write(dryRun.isAsked(), tx -> {
                User user = Named.find(tx, login);
                if (!tx.secrets().remove(user.id(), Secret.Kind.APP, name)) {
                    throw new Refusal(Reason.NOT_FOUND, user.login() + " has no app password \"" + name + "\"");
                }
                return user.login();
            });
            talk.say((dryRun.isAsked() ? "Would revoke" : "Revoked") + " the app password \"" + name + "\" of " + whose
                    + ".");
            return Complaints.DONE;
        }
    }
}
