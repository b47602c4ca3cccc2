package org.jdbmail.cli.sieve;

import java.util.List;
import java.util.function.BiFunction;
import org.jdbmail.cli.boxes.Named;
import org.jdbmail.cli.frame.Cell;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.Groups;
import org.jdbmail.cli.frame.ShowingCommand;
import org.jdbmail.cli.frame.StoreOptions;
import org.jdbmail.cli.frame.Table;
import org.jdbmail.cli.frame.Talk;
import org.jdbmail.cli.frame.TalkingCommand;
import org.jdbmail.cli.serve.Delivering;
import org.jdbmail.cli.serve.Sieving;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.sieve.ScriptCompiler;
import org.jdbmail.core.sieve.UserScripts;
import org.jdbmail.core.store.SieveScripts.SieveScript;
import org.jdbmail.core.store.Store;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jdbmail sieve}: what an account could do by ManageSieve, by the same rules. */
public final class SieveCommands {
    private SieveCommands() {}

    /** The commands. */
    public static List<Object> commands(Opening opening) {
        return List.of(
                new Show(opening),
                new Get(opening),
                new Put(opening),
                new Check(opening),
                new Activate(opening),
                new Delete(opening),
                new TrialCommand(opening),
                Groups.group("everybody", "Scripts that hold for all accounts.", EverybodyCommands.commands(opening)));
    }

    /** Does something with the scripts of an account. */
    static <T> T with(StoreOptions options, String login, BiFunction<UserScripts, Long, T> work) throws Failure {
        Settings settings = options.settings();
        try (Store store = options.open()) {
            long user = store.read(tx -> Named.find(tx, login)).id();
            return work.apply(Sieving.scripts(settings, store, Delivering.hostname(settings)), user);
        }
    }

    /** Says what is wrong with a script; the exit status. */
    static int tell(Talk talk, String name, ScriptCompiler.Checked checked) {
        checked.errors().forEach(error -> talk.say(name + ": " + error));
        checked.warnings().forEach(warning -> talk.say(name + ": warning: " + warning));
        return checked.script() == null ? Complaints.FAILED : Complaints.DONE;
    }

    /** Lists scripts. */
    @Command(name = "list", description = "Lists the scripts of an account.")
    static final class Show extends ShowingCommand {
        @Parameters(paramLabel = "LOGIN", description = "Whose.")
        private String login = "";

        Show(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            Table table = new Table("name", "active", "octets");
            for (SieveScript script : with(options, login, UserScripts::list)) {
                table.row(
                        Cell.text(script.name()),
                        Cell.flag(script.active()),
                        Cell.count(script.text().length()));
            }
            output.print(table, login + " has no script.");
            return Complaints.DONE;
        }
    }

    /** Prints a script. */
    @Command(name = "get", description = "Prints a script as it was put.")
    static final class Get extends TalkingCommand {
        @Parameters(index = "0", paramLabel = "LOGIN", description = "Whose.")
        private String login = "";

        @Parameters(index = "1", paramLabel = "NAME", description = "The script's name.")
        private String name = "";

        Get(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            String text = with(options, login, (scripts, user) -> scripts.get(user, name));
            talk.out().print(text);
            talk.out().flush();
            return Complaints.DONE;
        }
    }

    /** Puts a script. */
    @Command(name = "put", description = "Keeps a script for an account, if it has no errors.")
    static final class Put extends TalkingCommand {
        @Option(names = "--activate", description = "Makes it the one that runs on delivery.")
        private boolean isActivated;

        @Parameters(index = "0", paramLabel = "LOGIN", description = "Whose.")
        private String login = "";

        @Parameters(index = "1", paramLabel = "NAME", description = "The script's name.")
        private String name = "";

        @Parameters(
                index = "2",
                arity = "0..1",
                defaultValue = "-",
                paramLabel = "FILE",
                description = "Its text; - is standard input (default: ${DEFAULT-VALUE}).")
        private String file = "-";

        Put(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            byte[] text = Texts.read(file);
            int status = tell(
                    talk, name, with(options, login, (scripts, user) -> scripts.put(user, name, text, isActivated)));
            if (status == Complaints.DONE) {
                talk.say("kept " + name + (isActivated ? ", which is active now" : ""));
            }
            return status;
        }
    }

    /** Checks a script. */
    @Command(name = "check", description = "Tells all that is wrong with a script, with lines and columns.")
    static final class Check extends TalkingCommand {
        @Parameters(paramLabel = "FILE", description = "The script; - is standard input.")
        private String file = "";

        Check(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            Settings settings = options.settings();
            int status = tell(
                    talk,
                    file,
                    new ScriptCompiler(Sieving.options(settings, Delivering.hostname(settings)))
                            .check(file, Texts.read(file)));
            if (status == Complaints.DONE) {
                talk.say(file + " has no errors");
            }
            return status;
        }
    }

    /** Activates a script. */
    @Command(name = "activate", description = "Makes a script the one that runs on delivery; without a name, none.")
    static final class Activate extends TalkingCommand {
        @Parameters(index = "0", paramLabel = "LOGIN", description = "Whose.")
        private String login = "";

        @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "The script's name.")
        private @Nullable String name;

        Activate(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            String chosen = name;
            int status = with(options, login, (scripts, user) -> scripts.activate(user, chosen))
                    .map(checked -> tell(talk, String.valueOf(chosen), checked))
                    .orElse(Complaints.DONE);
            if (status == Complaints.DONE) {
                talk.say(chosen == null ? "no script is active" : chosen + " is active");
            }
            return status;
        }
    }

    /** Deletes a script. */
    @Command(name = "delete", description = "Deletes a script that isn't active.")
    static final class Delete extends TalkingCommand {
        @Parameters(index = "0", paramLabel = "LOGIN", description = "Whose.")
        private String login = "";

        @Parameters(index = "1", paramLabel = "NAME", description = "The script's name.")
        private String name = "";

        Delete(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            with(options, login, (scripts, user) -> {
                scripts.delete(user, name);
                return true;
            });
            talk.say("deleted " + name);
            return Complaints.DONE;
        }
    }
}
