package org.jdbmail.cli.config;

import java.util.concurrent.Callable;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.Output;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code jdbmail config diff}: what differs from the defaults. */
@Command(name = "diff", description = "Shows the settings that differ from their defaults.")
public final class ConfigDiff implements Callable<Integer> {
    @Mixin
    private ConfigFile file;

    @Mixin
    private Output output = new Output();

    /** @param opening finds the file */
    public ConfigDiff(Opening opening) {
        this.file = new ConfigFile(opening);
    }

    @Override
    public Integer call() throws Failure {
        output.print(ConfigShow.table(file.settings(), true), "All settings are as they are where nothing is said.");
        return Complaints.DONE;
    }
}
