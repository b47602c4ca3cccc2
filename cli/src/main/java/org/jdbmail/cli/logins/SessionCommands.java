package org.jdbmail.cli.logins;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jdbmail.cli.frame.Cell;
import org.jdbmail.cli.frame.ChangingCommand;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.ShowingCommand;
import org.jdbmail.cli.frame.Table;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Presence;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jdbmail sessions}: who is there now, on all servers of the database. */
public final class SessionCommands {
    private SessionCommands() {}

    /** The commands. */
    public static List<Callable<Integer>> commands(Opening opening) {
        return List.of(new Show(opening), new End(opening));
    }

    /** Lists them. */
    @Command(
            name = "list",
            description = {
                "Lists sessions that are logged in, on every server of the database. What began or ended within the last five",
                "seconds may not show."
            })
    static final class Show extends ShowingCommand {
        @Parameters(arity = "0..1", paramLabel = "LOGIN", description = "Whose (default: everybody's).")
        private @Nullable String login;

        Show(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            String wanted = login == null ? "" : login;
            Table table = new Table("id", "login", "service", "address", "port", "since", "server", "pid", "ending");
            options.read(tx -> tx.presence().sessions(wanted, Instant.now()))
                    .forEach(seen -> table.row(
                            Cell.count(seen.id()),
                            Cell.text(seen.login()),
                            Cell.text(seen.session().service()),
                            Cell.text(seen.session().address()),
                            Cell.count(seen.session().port()),
                            Cell.time(seen.session().since()),
                            Cell.text(seen.host()),
                            Cell.count(seen.pid()),
                            Cell.flag(seen.isEnding())));
            output.print(table, "Nobody is there.");
            return Complaints.DONE;
        }
    }

    /** Ends some. */
    @Command(
            name = "end",
            description = {
                "Ends sessions, within seconds. Their owners can log in again at once: to keep somebody out, disable the account",
                "(jdbmail users change --disable), which ends its sessions, too."
            })
    static final class End extends ChangingCommand {
        @Parameters(
                arity = "0..*",
                paramLabel = "ID",
                description = "Numbers of sessions, as jdbmail sessions list has them.")
        private List<Long> ids = List.of();

        @Option(names = "--user", paramLabel = "LOGIN", description = "All sessions of this account.")
        private @Nullable String login;

        End(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            String wanted = login;
            if (ids.isEmpty() == (wanted == null)) {
                throw new Failure(Failure.USAGE, "name sessions by their numbers, or an account with --user");
            }
            Instant now = Instant.now();
            int told = options.write(dryRun.isAsked(), tx -> {
                List<Long> there = tx.presence().sessions(wanted == null ? "" : wanted, now).stream()
                        .map(Presence.Seen::id)
                        .filter(id -> wanted != null || ids.contains(id))
                        .toList();
                if (there.isEmpty() || there.size() < ids.size()) {
                    throw new Refusal(
                            Reason.NOT_FOUND,
                            wanted == null ? "there is no such session any more" : wanted + " has no session");
                }
                return tx.presence().end(there);
            });
            talk.say((dryRun.isAsked() ? "Would end " : "Ends ") + told + (told == 1 ? " session." : " sessions."));
            return Complaints.DONE;
        }
    }
}
