package org.jdbmail.cli.config;

import java.util.concurrent.Callable;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.Talk;
import org.jdbmail.core.settings.Sample;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code jdbmail config sample}: a settings file to begin with. */
@Command(
        name = "sample",
        description = "Prints a settings file with every setting, its meaning and its default, to be filled in.")
public final class ConfigSample implements Callable<Integer> {
    @Mixin
    private Talk talk = new Talk();

    @Override
    public Integer call() {
        talk.out().print(Sample.text());
        return Complaints.DONE;
    }
}
