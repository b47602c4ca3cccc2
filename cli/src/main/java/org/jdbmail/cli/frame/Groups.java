package org.jdbmail.cli.frame;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Commands that have commands of their own: {@code jdbmail users list}. */
public final class Groups {
    @Command(synopsisSubcommandLabel = "COMMAND")
    private static final class Group implements Runnable {
        @Spec
        private @Nullable CommandSpec spec; // filled in by picocli before run() is called

        @Override
        public void run() {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "which command?");
        }
    }

    private Groups() {}

    /** A group of commands. */
    public static CommandLine group(String name, String description, List<?> commands) {
        CommandLine group = new CommandLine(new Group());
        group.getCommandSpec().name(name).usageMessage().description(description);
        commands.forEach(group::addSubcommand);
        return group;
    }
}
