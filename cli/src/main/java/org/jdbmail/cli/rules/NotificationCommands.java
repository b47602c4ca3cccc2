package org.jdbmail.cli.rules;

import java.util.List;
import java.util.Optional;
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
import org.jdbmail.core.settings.AnswerSettings;
import org.jdbmail.core.store.Answers;
import org.jdbmail.core.store.Tx;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jdbmail notifications}: whom to tell of new mail ({@code dbmail_auto_notifications}). */
public final class NotificationCommands {
    /** The column of {@code dbmail_auto_notifications}. */
    private static final int LONGEST = 100;

    private static final String OFF = "The setting auto_notify in [DELIVERY] is off: nobody is told of new mail.";

    private NotificationCommands() {}

    /** The commands. */
    public static List<Callable<Integer>> commands(Opening opening) {
        return List.of(new Show(opening), new Set(opening), new Remove(opening));
    }

    /** Lists them. */
    @Command(name = "list", description = "Lists who is told of whose new mail.")
    static final class Show extends ShowingCommand {
        @Parameters(arity = "0..1", paramLabel = "LOGIN", description = "Whose mail (default: everybody's).")
        private @Nullable String login;

        Show(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            output.print(options.read(this::table), "Nobody is told of new mail.");
            if (!AnswerSettings.from(options.settings()).notifies()) {
                output.say(OFF);
            }
            return Complaints.DONE;
        }

        private Table table(Tx tx) {
            Table table = new Table("login", "address");
            Optional<Long> only =
                    Optional.ofNullable(login).map(name -> Named.find(tx, name).id());
            for (Answers.Notice notice : tx.answers().notices(only)) {
                table.row(Cell.text(Named.login(tx, notice.userId())), Cell.text(notice.address()));
            }
            return table;
        }
    }

    /** Sets one. */
    @Command(
            name = "set",
            description =
                    "Has an address told of each new mail of an account, in place of the one that was told before.")
    static final class Set extends ChangingCommand {
        @Parameters(index = "0", paramLabel = "LOGIN", description = "Whose mail.")
        private String login = "";

        @Parameters(index = "1", paramLabel = "ADDRESS", description = "Who is told.")
        private String address = "";

        Set(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            if (!address.matches("[^\\s@<>,]+@[^\\s@<>,]+") || address.length() > LONGEST) {
                throw new Failure(
                        Failure.USAGE, "'" + address + "' is no address of at most " + LONGEST + " characters");
            }
            options.write(dryRun.isAsked(), tx -> {
                tx.answers().setNotice(new Answers.Notice(Named.find(tx, login).id(), address));
                return login;
            });
            talk.say(address + (dryRun.isAsked() ? " would be" : " is") + " told of mail to " + login + ".");
            if (!AnswerSettings.from(options.settings()).notifies()) {
                talk.say(OFF);
            }
            return Complaints.DONE;
        }
    }

    /** Removes one. */
    @Command(name = "remove", description = "Has nobody told of new mail of an account.")
    static final class Remove extends ChangingCommand {
        @Parameters(paramLabel = "LOGIN", description = "Whose mail.")
        private String login = "";

        Remove(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            options.write(dryRun.isAsked(), tx -> {
                if (!tx.answers().removeNotice(Named.find(tx, login).id())) {
                    throw new Refusal(Reason.NOT_FOUND, "nobody is told of mail to " + login);
                }
                return login;
            });
            talk.say("Nobody " + (dryRun.isAsked() ? "would be" : "is") + " told of mail to " + login + " any more.");
            return Complaints.DONE;
        }
    }
}
