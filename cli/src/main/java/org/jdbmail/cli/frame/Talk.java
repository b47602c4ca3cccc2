package org.jdbmail.cli.frame;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Where a command that lists nothing says what it did. To be a picocli mixin: {@code @Mixin private Talk talk = new Talk()}. */
@Command
public final class Talk {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command; // filled in by picocli before the command runs

    /** Says a line. */
    public void say(String line) {
        out().println(Shown.harmless(line));
        out().flush();
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
