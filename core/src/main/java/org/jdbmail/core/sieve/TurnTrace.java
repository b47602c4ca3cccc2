package org.jdbmail.core.sieve;

import org.jdbmail.core.work.Progress;
import org.jdbmail.sieve.run.RunTrace;
import org.jdbmail.sieve.syntax.Position;

/** Lets others have their turn between two commands of a script. */
record TurnTrace(Progress progress) implements RunTrace {
    @Override
    public void command(String script, Position at, String name) {
        progress.check();
    }

    @Override
    public void test(String script, Position at, String name, boolean holds) {
        progress.check();
    }

    @Override
    public void note(String script, Position at, String text) {}
}
