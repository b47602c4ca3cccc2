package org.jdbmail.cli.rules;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
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
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jdbmail replies}: automatic replies ({@code dbmail_auto_replies}). */
public final class ReplyCommands {
    private static final String OFF = "The setting auto_reply in [DELIVERY] is off: nobody gets an automatic reply.";

    private ReplyCommands() {}

    /** The commands. */
    public static List<Callable<Integer>> commands(Opening opening) {
        return List.of(new Show(opening), new Set(opening), new Remove(opening));
    }

    /** Lists replies. */
    @Command(name = "list", description = "Lists automatic replies, and which of them are given now.")
    static final class Show extends ShowingCommand {
        @Parameters(arity = "0..1", paramLabel = "LOGIN", description = "Whose (default: all).")
        private @Nullable String login;

        Show(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            output.print(options.read(this::table), "There is no automatic reply.");
            if (!AnswerSettings.from(options.settings()).replies()) {
                output.say(OFF);
            }
            return Complaints.DONE;
        }

        private Table table(Tx tx) {
            LocalDateTime now = LocalDateTime.now(ZoneId.systemDefault());
            Table table = new Table("login", "from", "until", "now", "text");
            Optional<Long> only =
                    Optional.ofNullable(login).map(name -> Named.find(tx, name).id());
            for (Answers.Reply reply : tx.answers().replies(only)) {
                table.row(
                        Cell.text(Named.login(tx, reply.userId())),
                        Cell.text(reply.from().toString()),
                        Cell.text(reply.until().toString()),
                        Cell.flag(!reply.from().isAfter(now) && !reply.until().isBefore(now)),
                        Cell.text(reply.text().replace("\r\n", "\n").replace('\n', ' ')));
            }
            return table;
        }
    }

    /** Sets a reply. */
    @Command(
            name = "set",
            description = {
                "Sets the automatic reply of an account, in place of the one that it had. Each sender gets it once in seven days;",
                "lists, robots and what was not addressed to the account get none."
            })
    static final class Set extends ChangingCommand {
        @Parameters(paramLabel = "LOGIN", description = "The account's name.")
        private String login = "";

        @Option(
                names = "--from",
                paramLabel = "DATE",
                description = "The first day, as 2027-07-31, or moment, as 2027-07-31T18:00 (default: now).")
        private @Nullable String from;

        @Option(
                names = "--until",
                paramLabel = "DATE",
                required = true,
                description = "The last day, all of it, or the last moment.")
        private String until = "";

        @ArgGroup(multiplicity = "1")
        private Text text = new Text();

        /** What is answered, in one of two ways. */
        static final class Text {
            @Option(names = "--text", paramLabel = "TEXT", description = "What is answered.")
            private @Nullable String words;

            @Option(names = "--file", paramLabel = "FILE", description = "A file, in UTF-8, with what is answered.")
            private @Nullable Path file;
        }

        Set(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            String words = words();
            if (words.isBlank()) {
                throw new Failure(Failure.USAGE, "the reply says nothing");
            }
            LocalDateTime first =
                    from == null ? LocalDateTime.now(ZoneId.systemDefault()) : moment(from, LocalTime.MIN);
            LocalDateTime last = moment(until, LocalTime.of(23, 59, 59));
            if (last.isBefore(first)) {
                throw new Failure(Failure.USAGE, "the last moment, " + last + ", is before the first, " + first);
            }
            options.write(dryRun.isAsked(), tx -> {
                tx.answers()
                        .setReply(new Answers.Reply(
                                Named.find(tx, login).id(), first.withNano(0), last.withNano(0), words));
                return login;
            });
            talk.say("Mail to " + login + (dryRun.isAsked() ? " would be" : " is") + " answered from "
                    + first.withNano(0) + " until " + last.withNano(0) + ".");
            if (!AnswerSettings.from(options.settings()).replies()) {
                talk.say(OFF);
            }
            return Complaints.DONE;
        }

        private String words() throws Failure {
            Path file = text.file;
            if (file == null) {
                return Optional.ofNullable(text.words).orElse("");
            }
            try {
                return Files.readString(file);
            } catch (CharacterCodingException e) {
                throw new Failure(Failure.USAGE, file + " is not in UTF-8", e);
            } catch (IOException e) {
                throw new Failure(Failure.USAGE, file + " cannot be read", e);
            }
        }

        private static LocalDateTime moment(String said, LocalTime ofDay) throws Failure {
            try {
                return said.contains("T")
                        ? LocalDateTime.parse(said)
                        : LocalDate.parse(said).atTime(ofDay);
            } catch (DateTimeParseException e) {
                throw new Failure(
                        Failure.USAGE, "'" + said + "' is no date as 2027-07-31, or 2027-07-31T18:00 with a time", e);
            }
        }
    }

    /** Removes a reply. */
    @Command(name = "remove", description = "Removes the automatic reply of an account.")
    static final class Remove extends ChangingCommand {
        @Parameters(paramLabel = "LOGIN", description = "The account's name.")
        private String login = "";

        Remove(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            options.write(dryRun.isAsked(), tx -> {
                if (!tx.answers().removeReply(Named.find(tx, login).id())) {
                    throw new Refusal(Reason.NOT_FOUND, login + " has no automatic reply");
                }
                return login;
            });
            talk.say((dryRun.isAsked() ? "Would remove" : "Removed") + " the automatic reply of " + login + ".");
            return Complaints.DONE;
        }
    }
}
