package org.jdbmail.cli.frame;

import org.jdbmail.cli.start.Opening;
import picocli.CommandLine.Mixin;

/** A command that changes a store, or only says what it would change. */
public abstract class ChangingCommand extends TalkingCommand {
    /** Whether nothing is to be changed. */
    @Mixin
    protected final DryRun dryRun = new DryRun();

    /** @param opening opens settings and store */
    protected ChangingCommand(Opening opening) {
        super(opening);
    }
}
