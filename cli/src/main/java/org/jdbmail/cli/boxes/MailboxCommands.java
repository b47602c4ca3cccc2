package org.jdbmail.cli.boxes;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jdbmail.cli.frame.Cell;
import org.jdbmail.cli.frame.ChangingCommand;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.ShowingCommand;
import org.jdbmail.cli.frame.Table;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.mailbox.MailboxName;
import org.jdbmail.core.mailbox.UserMailboxes;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.MailboxStatus;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jdbmail mailboxes}: what an owner could do by IMAP, by the same rules. */
public final class MailboxCommands {
    private MailboxCommands() {}

    /** The commands. */
    public static List<Callable<Integer>> commands(Opening opening) {
        return List.of(
                new Show(opening),
                new Create(opening),
                new Rename(opening),
                new MailboxCopy(opening),
                new Delete(opening));
    }

    /** Lists mailboxes. */
    @Command(name = "list", description = "Lists the mailboxes of an account, with how many messages they hold.")
    static final class Show extends ShowingCommand {
        @Parameters(paramLabel = "LOGIN", description = "Whose; __public__ for the public ones.")
        private String login = "";

        Show(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            output.print(options.read(this::table), login + " has no mailbox.");
            return Complaints.DONE;
        }

        private Table table(Tx tx) {
            Table table =
                    new Table("name", "id", "messages", "unseen", "deleted", "uid_next", "special_use", "selectable");
            List<Mailbox> mailboxes =
                    tx.mailboxes().ownedBy(Named.find(tx, login).id());
            Map<Long, MailboxStatus> counts =
                    tx.mailboxes().status(mailboxes.stream().map(Mailbox::id).toList());
            for (Mailbox mailbox : mailboxes) {
                Optional<MailboxStatus> count = Optional.ofNullable(counts.get(mailbox.id()));
                table.row(
                        Cell.text(mailbox.name()),
                        Cell.count(mailbox.id()),
                        Cell.count(count.map(MailboxStatus::messages).orElse(0)),
                        Cell.count(count.map(MailboxStatus::unseen).orElse(0)),
                        Cell.count(count.map(MailboxStatus::deleted).orElse(0)),
                        Cell.count(count.map(MailboxStatus::uidNext).orElse(1L)),
                        Cell.text(mailbox.specialUse()),
                        Cell.flag(!mailbox.noSelect()));
            }
            return table;
        }
    }

    /** Makes a mailbox. */
    @Command(name = "create", description = "Makes a mailbox, and the levels above it.")
    static final class Create extends ChangingCommand {
        @Option(
                names = "--special-use",
                paramLabel = "USE",
                description = "What mail programs use it for (RFC 6154): Sent, Trash, Drafts, Junk, Archive.")
        private @Nullable String use;

        @Parameters(index = "0", paramLabel = "LOGIN", description = "Whose; __public__ for a public one.")
        private String login = "";

        @Parameters(index = "1", paramLabel = "NAME", description = "Its name, levels separated by /.")
        private String name = "";

        Create(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            long id = options.write(dryRun.isAsked(), tx -> {
                User owner = Named.find(tx, login);
                return new UserMailboxes(owner).create(tx, new MailboxName(name), use == null ? null : "\\" + use);
            });
            talk.say(dryRun.isAsked() ? "Could make " + name + "." : "Made " + name + " (id " + id + ").");
            return Complaints.DONE;
        }
    }

    /** Renames a mailbox. */
    @Command(name = "rename", description = "Renames a mailbox, with all below it.")
    static final class Rename extends ChangingCommand {
        @Parameters(index = "0", paramLabel = "LOGIN", description = "Whose.")
        private String login = "";

        @Parameters(index = "1", paramLabel = "FROM", description = "Its name.")
        private String from = "";

        @Parameters(index = "2", paramLabel = "TO", description = "Its new name.")
        private String to = "";

        Rename(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            options.write(
                    dryRun.isAsked(),
                    tx -> new UserMailboxes(Named.find(tx, login))
                            .rename(tx, new MailboxName(from), new MailboxName(to)));
            talk.say((dryRun.isAsked() ? "Could rename " : "Renamed ") + from + " to " + to + ".");
            return Complaints.DONE;
        }
    }

    /** Deletes a mailbox. */
    @Command(
            name = "delete",
            description = "Deletes a mailbox with its messages; one with others below it stays as a level.")
    static final class Delete extends ChangingCommand {
        @Parameters(index = "0", paramLabel = "LOGIN", description = "Whose.")
        private String login = "";

        @Parameters(index = "1", paramLabel = "NAME", description = "Its name.")
        private String name = "";

        Delete(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            options.write(
                    dryRun.isAsked(), tx -> new UserMailboxes(Named.find(tx, login)).delete(tx, new MailboxName(name)));
            talk.say((dryRun.isAsked() ? "Could delete " : "Deleted ") + name + ".");
            return Complaints.DONE;
        }
    }
}
