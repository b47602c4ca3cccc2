package org.jdbmail.cli.boxes;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jdbmail.cli.frame.Cell;
import org.jdbmail.cli.frame.ChangingCommand;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.ShowingCommand;
import org.jdbmail.cli.frame.StoreOptions;
import org.jdbmail.cli.frame.Table;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.settings.UpkeepSettings;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.upkeep.Expiry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jdbmail retention}: how long messages stay in Trash, Junk and other mailboxes. */
public final class RetentionCommands {
    private RetentionCommands() {}

    /** The commands. */
    public static List<Callable<Integer>> commands(Opening opening) {
        return List.of(new Show(opening), new Set(opening), new Unset(opening), new Run(opening));
    }

    private static Expiry expiry(StoreOptions options, Store store) throws Failure {
        UpkeepSettings settings = UpkeepSettings.from(options.settings());
        return new Expiry(store, new Expiry.Days(settings.trashDays(), settings.junkDays()));
    }

    /** Lists rules. */
    @Command(
            name = "list",
            description = "Lists the mailboxes that messages leave after some days, with how many would leave now.")
    static final class Show extends ShowingCommand {
        Show(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            Instant now = Instant.now();
            Table table = new Table("login", "mailbox", "days", "said_by", "due");
            try (Store store = options.open()) {
                Expiry expiry = expiry(options, store);
                for (Expiry.Rule rule : expiry.rules()) {
                    table.row(
                            Cell.text(rule.mailbox().ownerLogin()),
                            Cell.text(rule.mailbox().name()),
                            rule.days() == 0 ? Cell.text("for ever") : Cell.count(rule.days()),
                            Cell.text(rule.isOwn() ? "mailbox" : "setting"),
                            Cell.count(expiry.apply(rule, now, true)));
                }
            }
            output.print(
                    table,
                    "Messages stay in every mailbox: set trash_days and junk_days in [DBMAIL], or see jdbmail retention set.");
            return Complaints.DONE;
        }
    }

    /** Sets a rule. */
    @Command(
            name = "set",
            description = "Says how long messages stay in a mailbox, before what the settings say of Trash and Junk.")
    static final class Set extends ChangingCommand {
        @Parameters(index = "0", paramLabel = "LOGIN", description = "Whose.")
        private String login = "";

        @Parameters(index = "1", paramLabel = "MAILBOX", description = "The mailbox.")
        private String name = "";

        @Parameters(
                index = "2",
                paramLabel = "DAYS",
                description = "Messages that came into it longer ago are expunged; 0 keeps them for ever.")
        private int days;

        Set(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            if (days < 0 || days > 36_500) {
                throw new Failure(Failure.USAGE, "days are from 0 to 36500");
            }
            options.write(dryRun.isAsked(), tx -> {
                Mailbox mailbox = Named.mailbox(tx, Named.find(tx, login), name);
                tx.retentions().set(mailbox.id(), days);
                return mailbox;
            });
            talk.say("Messages " + (dryRun.isAsked() ? "would stay" : "stay") + " in " + name + " of " + login + " for "
                    + (days == 0 ? "ever." : days + " days."));
            return Complaints.DONE;
        }
    }

    /** Removes a rule. */
    @Command(name = "unset", description = "Forgets what was said of a mailbox; the settings hold for it again.")
    static final class Unset extends ChangingCommand {
        @Parameters(index = "0", paramLabel = "LOGIN", description = "Whose.")
        private String login = "";

        @Parameters(index = "1", paramLabel = "MAILBOX", description = "The mailbox.")
        private String name = "";

        Unset(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            options.write(dryRun.isAsked(), tx -> {
                Mailbox mailbox = Named.mailbox(tx, Named.find(tx, login), name);
                if (!tx.retentions().remove(mailbox.id())) {
                    throw new Refusal(Reason.NOT_FOUND, "nothing was said of " + name + " of " + login);
                }
                return mailbox;
            });
            talk.say((dryRun.isAsked() ? "Would forget" : "Forgot") + " what was said of " + name + " of " + login
                    + ".");
            return Complaints.DONE;
        }
    }

    /** Does at once what servers do. */
    @Command(name = "run", description = "Expunges what is due now; a server does so every hour.")
    static final class Run extends ChangingCommand {
        Run(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            Instant now = Instant.now();
            long all = 0;
            try (Store store = options.open()) {
                Expiry expiry = expiry(options, store);
                for (Expiry.Rule rule : expiry.rules()) {
                    all += expiry.apply(rule, now, dryRun.isAsked());
                }
            }
            talk.say((dryRun.isAsked() ? "Would expunge " : "Expunged ") + all + " messages.");
            return Complaints.DONE;
        }
    }
}
