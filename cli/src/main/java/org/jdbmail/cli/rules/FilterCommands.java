package org.jdbmail.cli.rules;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import org.jdbmail.core.admin.AnswerAdmin;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Answers;
import org.jdbmail.core.store.Rules;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jdbmail filters}: which mail goes into which mailbox ({@code dbmail_filters}). */
public final class FilterCommands {
    private FilterCommands() {}

    /** The commands. */
    public static List<Callable<Integer>> commands(Opening opening) {
        return List.of(new Show(opening), new Add(opening), new Remove(opening));
    }

    /** Lists filters. */
    @Command(name = "list", description = "Lists filters in the order in which they are tried.")
    static final class Show extends ShowingCommand {
        @Parameters(
                arity = "0..1",
                paramLabel = "LOGIN",
                description = "Whose; anyone for those that hold for everybody (default: all).")
        private @Nullable String login;

        Show(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            output.print(options.read(this::table), "There is no filter.");
            return Complaints.DONE;
        }

        private Table table(Tx tx) {
            Table table = new Table("id", "login", "field", "pattern", "mailbox");
            Optional<Long> only =
                    Optional.ofNullable(login).map(name -> Named.find(tx, name).id());
            Map<Long, String> logins = new HashMap<>();
            for (Answers.Filter filter : tx.answers().filters(only)) {
                String owner = logins.computeIfAbsent(filter.userId(), id -> Named.login(tx, id));
                table.row(
                        Cell.count(filter.id()),
                        Cell.text(owner),
                        Cell.text(filter.rule().field()),
                        Cell.text(filter.rule().pattern()),
                        Cell.text(filter.rule().mailbox()));
            }
            return table;
        }
    }

    /** Adds a filter. */
    @Command(
            name = "add",
            description = {
                "Has new mail go into a mailbox when a header field is like a pattern, whatever the case. %% in it stands for any",
                "text, _ for any character; without either, the whole value must be that. The first filter that fits counts; a",
                "mailbox that is not there leaves the mail in INBOX."
            })
    static final class Add extends ChangingCommand {
        @Parameters(index = "0", paramLabel = "LOGIN", description = "Whose mail; anyone for everybody's.")
        private String login = "";

        @Parameters(index = "1", paramLabel = "FIELD", description = "A header field: From, Subject, List-Id.")
        private String field = "";

        @Parameters(index = "2", paramLabel = "PATTERN", description = "What its value is like: %%@bank.example.")
        private String pattern = "";

        @Parameters(index = "3", paramLabel = "MAILBOX", description = "Where it goes.")
        private String mailbox = "";

        Add(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            Rules.Filter rule = rule();
            boolean isThere = options.write(dryRun.isAsked(), tx -> {
                User user = Named.find(tx, login);
                boolean isDouble = tx.answers().filters(Optional.of(user.id())).stream()
                        .anyMatch(filter -> filter.rule().equals(rule));
                if (isDouble) {
                    throw new Refusal(Reason.ALREADY_EXISTS, user.login() + " has that filter already");
                }
                tx.answers().addFilter(user.id(), rule);
                return user.login().equals(User.ANYONE)
                        || tx.mailboxes().find(user.id(), mailbox).isPresent();
            });
            talk.say("Mail to " + login + " whose " + field + " is like " + pattern
                    + (dryRun.isAsked() ? " would go into " : " goes into ") + mailbox + ".");
            if (!isThere) {
                talk.say("There is no mailbox " + mailbox + " yet: until it is made, such mail stays in INBOX.");
            }
            return Complaints.DONE;
        }

        private Rules.Filter rule() throws Failure {
            try {
                return AnswerAdmin.rule(field, pattern, mailbox);
            } catch (Refusal refusal) {
                throw new Failure(Failure.USAGE, refusal.text(), refusal);
            }
        }
    }

    /** Removes a filter. */
    @Command(name = "remove", description = "Removes a filter.")
    static final class Remove extends ChangingCommand {
        @Parameters(paramLabel = "ID", description = "Its number, as jdbmail filters list has it.")
        private long id;

        Remove(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            options.write(dryRun.isAsked(), tx -> {
                if (!tx.answers().removeFilter(id)) {
                    throw new Refusal(Reason.NOT_FOUND, "there is no filter " + id);
                }
                return id;
            });
            talk.say((dryRun.isAsked() ? "Would remove" : "Removed") + " filter " + id + ".");
            return Complaints.DONE;
        }
    }
}
