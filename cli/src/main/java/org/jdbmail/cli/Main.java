package org.jdbmail.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import org.jdbmail.cli.mail.AliasesCommand;
import org.jdbmail.cli.mail.DeliverCommand;
import org.jdbmail.cli.mail.QueueCommand;
import org.jdbmail.cli.serve.RunCommand;
import org.jdbmail.cli.serve.ServeCommand;
import org.jdbmail.cli.serve.WarmUpCommand;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Logging;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.cli.users.UsersProgram;
import org.jdbmail.core.mail.Refusal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The program {@code jdbmail}: one word for each thing that it can do. */
@Command(
        name = "jdbmail",
        mixinStandardHelpOptions = true,
        version = "JDBMail 0.1.0",
        description = "A mail store in a relational database, served over IMAP, POP3 and LMTP.",
        footer = "%nAccounts: jdbmail users -h (the same as dbmail-users)",
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // filled in by picocli before run() is called
    private CommandSpec spec;

    private Main() {}

    /** Runs one command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, UTF_8);
        System.exit(run(out, err, Opening.ofProcess(), arguments));
    }

    /** Runs one command and returns its exit status; main without the end of the process. */
    public static int run(PrintWriter out, PrintWriter err, Opening opening, String... arguments) {
        List<String> words = Arrays.asList(arguments);
        // These options are DBMail's, to the letter: they are not picocli's to read.
        if (!words.isEmpty()
                && (words.getFirst().equals("users") || words.getFirst().equals("dbmail-users"))) {
            return users(out, err, opening, words.subList(1, words.size()));
        }
        return commandLine(opening).setOut(out).setErr(err).execute(arguments);
    }

    private static int users(PrintWriter out, PrintWriter err, Opening opening, List<String> arguments) {
        try {
            Logging.quiet();
            return new UsersProgram(out, err, opening).run(arguments);
        } catch (Failure failure) {
            err.println("dbmail-users: " + failure.getMessage());
            return failure.status();
        }
    }

    /** The commands, as they are run and as the manual describes them. */
    static CommandLine commandLine(Opening opening) {
        CommandLine commands = new CommandLine(new Main())
                .addSubcommand(new ServeCommand(opening))
                .addSubcommand(new RunCommand(opening))
                .addSubcommand(new WarmUpCommand(opening))
                .addSubcommand(new QueueCommand(opening))
                .addSubcommand(new AliasesCommand(opening))
                .addSubcommand(new DeliverCommand(opening, System.in))
                .setOverwrittenOptionsAllowed(true) // the last one counts, as everywhere
                .setExecutionExceptionHandler(Main::explain);
        commands.setParameterExceptionHandler((exception, arguments) -> {
            PrintWriter err = exception.getCommandLine().getErr();
            String problem = exception instanceof CommandLine.UnmatchedArgumentException unmatched
                    ? "\"" + unmatched.getUnmatched().getFirst() + "\" is not understood"
                    : exception.getMessage();
            err.println("jdbmail: " + problem + " (jdbmail --help tells what there is)");
            return Failure.USAGE;
        });
        return commands;
    }

    /** Says in one line what went wrong; a fault of the program itself goes on to the outermost boundary, with its trace. */
    private static int explain(Exception exception, CommandLine command, ParseResult result) throws Exception {
        return switch (exception) {
            case Failure failure -> {
                command.getErr().println("jdbmail: " + failure.getMessage());
                yield failure.status();
            }
            case Refusal refusal -> {
                command.getErr().println("jdbmail: " + refusal.text());
                yield Failure.TEMPORARY;
            }
            default -> throw exception;
        };
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "which command?");
    }
}
