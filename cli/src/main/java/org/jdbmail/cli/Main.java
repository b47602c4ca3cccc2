package org.jdbmail.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbmail.cli.dbmail.DbmailProgram;
import org.jdbmail.cli.dbmail.ProgramVersion;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.serve.Signals;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Logging;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.mail.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The program {@code jdbmail}: one word for each thing that it can do; and DBMail's programs under their own names. */
@Command(
        name = "jdbmail",
        version = ProgramVersion.TEXT,
        description = "A mail store in a relational database, served over IMAP, POP3, LMTP and ManageSieve.",
        footer = "%njdbmail COMMAND --help tells more of each.",
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
    /** Words that begin a server's life. */
    private static final Pattern SERVERS = Pattern.compile("run|serve|dbmail-\\w+d");

    @Spec
    private @Nullable CommandSpec spec; // filled in by picocli before run() is called

    private Main() {}

    /** Runs one command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        if (arguments.length > 0 && SERVERS.matcher(arguments[0]).matches()) {
            Signals.surviveHangUps(); // a supervisor may ask for a reload as soon as there is a process
        }
        PrintWriter out = new PrintWriter(System.out, false, UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, UTF_8);
        int status = run(out, err, Opening.ofProcess(), arguments);
        out.flush();
        System.exit(status);
    }

    /** Runs one command and returns its exit status; main without the end of the process. */
    public static int run(PrintWriter out, PrintWriter err, Opening opening, String... arguments) {
        List<String> words = Arrays.asList(arguments);
        String first = words.isEmpty() ? "" : words.getFirst();
        try {
            Logging.quiet(); // a server opens its own log
            Optional<DbmailProgram> program = DbmailPrograms.ofName(first);
            if (program.isPresent()) {
                return program(program.get(), first, out, err, opening, words.subList(1, words.size()));
            }
            return commandLine(opening, first).setOut(out).setErr(err).execute(arguments);
        } catch (Failure failure) {
            err.println("jdbmail: " + failure.getMessage());
            return failure.status();
        } finally {
            out.flush();
        }
    }

    private static int program(
            DbmailProgram program,
            String name,
            PrintWriter out,
            PrintWriter err,
            Opening opening,
            List<String> arguments) {
        try {
            return program.run(out, err, opening, arguments);
        } catch (Failure failure) {
            err.println(name + ": " + failure.getMessage());
            return failure.status();
        } catch (Refusal refusal) {
            err.println(name + ": " + refusal.text());
            return Complaints.statusOf(refusal);
        }
    }

    /** The commands, as they are run and as the manual describes them. */
    static CommandLine commandLine(Opening opening) {
        return commandLine(opening, "");
    }

    /**
     * The commands, only that one where a word names one: making them all takes longer than what most of them do.
     *
     * @param word the first word of the command line
     */
    static CommandLine commandLine(Opening opening, String word) {
        CommandLine commands = new CommandLine(new Main());
        Commands.named(word, opening).forEach(commands::addSubcommand);
        Complaints.hear(commands);
        return commands;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(Objects.requireNonNull(spec).commandLine(), "which command?");
    }
}
