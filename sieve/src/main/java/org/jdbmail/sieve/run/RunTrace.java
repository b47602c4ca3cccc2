package org.jdbmail.sieve.run;

import org.jdbmail.sieve.syntax.Position;

/** Hears what a run does, for those who want to know why. */
public interface RunTrace {
    /** Nobody listens. */
    RunTrace NONE = new RunTrace() {
        @Override
        public void command(String script, Position at, String name) {}

        @Override
        public void test(String script, Position at, String name, boolean holds) {}

        @Override
        public void note(String script, Position at, String text) {}
    };

    /** A command is carried out. */
    void command(String script, Position at, String name);

    /** A test was made. */
    void test(String script, Position at, String name, boolean holds);

    /** Something is worth knowing about the command before. */
    void note(String script, Position at, String text);
}
