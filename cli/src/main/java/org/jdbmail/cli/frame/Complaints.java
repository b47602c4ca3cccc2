package org.jdbmail.cli.frame;

import java.io.PrintWriter;
import java.util.List;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.core.mail.Refusal;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What a command says when something is wrong: one line, with the nearest word where one was misspelt; and all exit statuses,
 * in one place. Those of a {@link Failure} are of {@code sysexits.h}.
 */
public final class Complaints {
    /** All was done. */
    public static final int DONE = 0;

    /** It could not be done, nothing was found, or a check found something wrong. */
    public static final int FAILED = 1;

    private Complaints() {}

    /** Gives a program and all its commands their help, and these answers. */
    public static void hear(CommandLine program) {
        dress(program, program.getCommandSpec().version());
        program.setOverwrittenOptionsAllowed(true); // the last one counts, as everywhere
        program.setAbbreviatedOptionsAllowed(true);
        program.setCaseInsensitiveEnumValuesAllowed(true);
        program.setParameterExceptionHandler((misuse, arguments) -> explain(misuse));
        program.setExecutionExceptionHandler(Complaints::explain);
    }

    private static void dress(CommandLine command, String[] version) {
        command.getCommandSpec().mixinStandardHelpOptions(true).version(version);
        command.getSubcommands().values().forEach(below -> dress(below, version));
    }

    private static int explain(ParameterException misuse) {
        CommandLine command = misuse.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        StringBuilder line = new StringBuilder(name + ": ");
        if (misuse instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            line.append('"').append(unmatched.getUnmatched().getFirst()).append("\" is not understood");
            List<String> near = unmatched.getSuggestions();
            if (!near.isEmpty()) {
                line.append("; did you mean ").append(String.join(", or ", near.subList(0, Math.min(2, near.size()))));
                line.append('?');
            }
        } else {
            line.append(misuse.getMessage());
        }
        command.getErr()
                .println(Shown.harmless(line.append(" (")
                        .append(name)
                        .append(" --help tells what there is)")
                        .toString()));
        return Failure.USAGE;
    }

    private static int explain(Exception trouble, CommandLine command, ParseResult result) {
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        return switch (trouble) {
            case Failure failure -> {
                err.println(name + ": " + failure.getMessage());
                yield failure.status();
            }
            case Refusal refusal -> {
                err.println(name + ": " + Shown.harmless(refusal.text()));
                yield statusOf(refusal);
            }
            default -> {
                err.println(name + ": a fault in the program; please report it with these lines");
                trouble.printStackTrace(err);
                yield Failure.SOFTWARE;
            }
        };
    }

    /** The status of a command that the store refused. */
    public static int statusOf(Refusal refusal) {
        return switch (refusal.reason()) {
            case UNAVAILABLE, IN_USE -> Failure.TEMPORARY;
            case CORRUPT -> Failure.SOFTWARE;
            case NOT_FOUND, ALREADY_EXISTS, NO_PERMISSION, READ_ONLY, OVER_QUOTA, TOO_BIG, EXPUNGED, INVALID, LIMIT ->
                FAILED;
        };
    }
}
