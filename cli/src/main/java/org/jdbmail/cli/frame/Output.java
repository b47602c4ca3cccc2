package org.jdbmail.cli.frame;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Where a command says what it has to say, with the option {@code --json} for what it lists. To be a picocli mixin:
 * {@code @Mixin private Output output = new Output()}. A command that lists nothing uses {@link Talk}.
 */
public final class Output {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command; // filled in by picocli before the command runs

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    /** Whether a program will read the answer. */
    public boolean isJson() {
        return json;
    }

    /** Prints a list, and says so where it is empty; for a program that is an empty array. */
    public void print(Table table, String ifEmpty) {
        if (json) {
            out().println(table.json());
        } else if (table.size() == 0) {
            say(ifEmpty);
        } else {
            Terminal terminal = Terminal.ofProcess();
            table.lines(terminal.width(), terminal.hasColour()).forEach(out()::println);
        }
        out().flush();
    }

    /** Prints one thing with its details: each on a line of its own, or as one JSON object. */
    public void print(Details details) {
        if (json) {
            out().println(details.json());
        } else {
            details.lines().forEach(out()::println);
        }
        out().flush();
    }

    /** Says a line to a person. */
    public void say(String line) {
        if (!json) {
            out().println(Shown.harmless(line));
            out().flush();
        }
    }

    /** Standard output. */
    public PrintWriter out() {
        return Objects.requireNonNull(command).commandLine().getOut();
    }

    /** Standard error. */
    public PrintWriter err() {
        return Objects.requireNonNull(command).commandLine().getErr();
    }
}
