package org.jdbmail.sieve.run;

import org.jdbmail.sieve.syntax.Position;

/**
 * A test of a script.
 *
 * @param name the test's, for traces
 * @param test what it asks
 */
public record Check(Position at, String name, Condition test) {
    /** What a test asks. */
    @FunctionalInterface
    public interface Condition {
        /** Whether it holds. */
        boolean holds(Run run) throws ScriptException;
    }

    /** What is known before the script runs. */
    public record Known(boolean holds) implements Condition {
        @Override
        public boolean holds(Run run) {
            return holds;
        }
    }

    /** Whether this holds, or doesn't, in every run. */
    public boolean isAlways(boolean value) {
        return test instanceof Known(boolean holds) && holds == value;
    }
}
