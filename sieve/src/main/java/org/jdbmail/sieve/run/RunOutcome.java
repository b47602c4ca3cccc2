package org.jdbmail.sieve.run;

import java.util.List;
import org.jdbmail.sieve.effect.Effect;
import org.jdbmail.sieve.syntax.Position;
import org.jspecify.annotations.Nullable;

/**
 * What comes of a run: what is to be done with the message, the implicit keep included, and what the owner of the scripts should know.
 *
 * @param effects in the order of the script; empty or with nothing that stores or sends if the message goes nowhere
 * @param failure why a script ended; null if none failed
 * @param notes what is worth telling although nothing failed
 */
public record RunOutcome(List<Effect> effects, @Nullable Failure failure, List<String> notes) {
    /** Copies the lists. */
    public RunOutcome {
        effects = List.copyOf(effects);
        notes = List.copyOf(notes);
    }

    /**
     * Where and why a script ended.
     *
     * @param exhausted whether it was only that the steps of {@link Limits} were used up
     */
    public record Failure(String script, Position at, String text, boolean exhausted) {
        @Override
        public String toString() {
            return (script.isEmpty() ? "" : script + ": ") + at + ": " + text;
        }
    }
}
