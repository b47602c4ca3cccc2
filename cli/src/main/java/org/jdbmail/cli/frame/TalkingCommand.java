package org.jdbmail.cli.frame;

import org.jdbmail.cli.start.Opening;
import picocli.CommandLine.Mixin;

/** A command that works on a store and says in a few words what it did. */
public abstract non-sealed class TalkingCommand extends StoreCommand {
    /** Where it says so. */
    @Mixin
    protected final Talk talk = new Talk();

    /** @param opening opens settings and store */
    protected TalkingCommand(Opening opening) {
        super(opening);
    }
}
