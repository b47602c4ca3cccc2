package org.jdbmail.cli.frame;

import picocli.CommandLine.Option;

/** The option {@code --dry-run} of a command that changes something. To be a picocli mixin. */
public final class DryRun {
    @Option(
            names = {"-n", "--dry-run"},
            description = "Say what would be done, and don't do it.")
    private boolean isAsked;

    /** Whether nothing is to be changed. */
    public boolean isAsked() {
        return isAsked;
    }
}
