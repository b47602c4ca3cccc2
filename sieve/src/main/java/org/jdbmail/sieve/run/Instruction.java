package org.jdbmail.sieve.run;

/** What a command does. */
@FunctionalInterface
public interface Instruction {
    /**
     * Does it.
     *
     * @throws ScriptException if it can't be done; the run then ends, and the message is kept
     */
    Flow execute(Run run) throws ScriptException;
}
