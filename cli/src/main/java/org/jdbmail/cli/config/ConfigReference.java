package org.jdbmail.cli.config;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.Talk;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.core.settings.Manual;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code jdbmail config reference}: the manual of the settings. */
@Command(name = "reference", description = "Prints what the manual says of a setting, or the whole page (Markdown).")
public final class ConfigReference implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The name of a setting.")
    private @Nullable String name;

    @Mixin
    private Talk talk = new Talk();

    @Override
    public Integer call() throws Failure {
        String text = Optional.ofNullable(name).map(Manual::of).orElseGet(Manual::markdown);
        if (text.isEmpty()) {
            throw new Failure(Complaints.FAILED, "there is no setting \"" + name + "\"");
        }
        talk.out().println(text.stripTrailing());
        return Complaints.DONE;
    }
}
