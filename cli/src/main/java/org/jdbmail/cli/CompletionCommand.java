package org.jdbmail.cli;

import java.util.concurrent.Callable;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.Talk;
import org.jdbmail.cli.start.Opening;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code jdbmail completion}: the script by which bash and zsh complete the words of a command line. */
@Command(
        name = "completion",
        description = {
            "Prints a script for bash and zsh that completes commands and options.",
            "In ~/.bashrc or ~/.zshrc: source <(jdbmail completion)"
        })
final class CompletionCommand implements Callable<Integer> {
    private final Opening opening;

    @Mixin
    private Talk talk = new Talk();

    CompletionCommand(Opening opening) {
        this.opening = opening;
    }

    @Override
    public Integer call() {
        talk.out().println(AutoComplete.bash("jdbmail", Main.commandLine(opening)));
        return Complaints.DONE;
    }
}
