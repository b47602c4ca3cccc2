package org.jdbmail.cli.frame;

import java.util.concurrent.Callable;
import org.jdbmail.cli.start.Opening;
import picocli.CommandLine.Mixin;

/**
 * A command that works on a store, which its options name. Its kinds add what it says and asks beside: {@link ShowingCommand} what it lists,
 * {@link TalkingCommand} a few words, {@link ChangingCommand} whether to change anything at all.
 */
public abstract sealed class StoreCommand implements Callable<Integer> permits ShowingCommand, TalkingCommand {
    /** Which settings, and which store. */
    @Mixin
    protected final StoreOptions options;

    /** @param opening opens settings and store */
    StoreCommand(Opening opening) {
        this.options = new StoreOptions(opening);
    }
}
