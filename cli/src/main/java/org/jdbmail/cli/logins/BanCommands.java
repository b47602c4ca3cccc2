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
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jdbmail bans}: networks that are barred for wrong passwords, on all servers of the database. */
public final class BanCommands {
    private BanCommands() {}

    /** The commands. */
    public static List<Callable<Integer>> commands(Opening opening) {
        return List.of(new Show(opening), new Lift(opening));
    }

    /** Lists them. */
    @Command(name = "list", description = "Lists the networks that are barred for wrong passwords, and until when.")
    static final class Show extends ShowingCommand {
        Show(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            Instant now = Instant.now();
            Table table = new Table("network", "until", "last_wrong", "wrong_logins");
            options.read(tx -> tx.failures().barred(now))
                    .forEach(row -> table.row(
                            Cell.text(row.subject()),
                            Cell.time(row.barredUntil().orElse(null)),
                            Cell.time(row.when()),
                            Cell.count(Math.round(row.height()))));
            output.print(table, "Nothing is barred.");
            return Complaints.DONE;
        }
    }

    /** Ends one. */
    @Command(
            name = "lift",
            description = {
                "Lets a network try again, and forgets its wrong logins; with the name of an account instead, those that",
                "make its logins wait. Servers know it within seconds."
            })
    static final class Lift extends ChangingCommand {
        @Parameters(
                paramLabel = "WHAT",
                description = "A network as jdbmail bans list has it, or the name of an account.")
        private String subject = "";

        Lift(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            Instant now = Instant.now();
            options.write(dryRun.isAsked(), tx -> {
                if (!tx.failures().lift(subject, now)) {
                    throw new Refusal(Reason.NOT_FOUND, "no wrong login counts for \"" + subject + "\"");
                }
                return subject;
            });
            talk.say((dryRun.isAsked() ? "Would forget" : "Forgot") + " the wrong logins of " + subject + ".");
            return Complaints.DONE;
        }
    }
}
