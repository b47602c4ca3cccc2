package org.jdbmail.cli.frame;

import org.jdbmail.cli.start.Opening;
import picocli.CommandLine.Mixin;

/** A command that shows something of a store, to a person or a program. */
public abstract non-sealed class ShowingCommand extends StoreCommand {
    /** What it shows, and how. */
    @Mixin
    protected final Output output = new Output();

    /** @param opening opens settings and store */
    protected ShowingCommand(Opening opening) {
        super(opening);
    }
}
