package org.jdbmail.sieve.syntax;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one script. Past {@value #MOST} errors nobody reads on, and nothing more is kept. */
public final class Problems {
    private static final int MOST = 100;

    private final List<Problem> list = new ArrayList<>();
    private boolean errors;

    /** Notes an error. */
    public void error(Position at, String text) {
        errors = true;
        add(new Problem(Problem.Severity.ERROR, at, text));
    }

    /** Notes something that is allowed but looks wrong. */
    public void warning(Position at, String text) {
        add(new Problem(Problem.Severity.WARNING, at, text));
    }

    private void add(Problem problem) {
        if (list.size() < MOST) {
            list.add(problem);
        } else if (list.size() == MOST) {
            list.add(new Problem(problem.severity(), problem.at(), "there is more, which is not listed"));
        }
    }

    /** Whether the script can't be run. */
    public boolean hasErrors() {
        return errors;
    }

    /** Whether so much is wrong that reading on is of no use. */
    public boolean isFull() {
        return list.size() > MOST;
    }

    /** All of them in the order of the script. */
    public List<Problem> list() {
        return list.stream().sorted(Comparator.comparing(Problem::at)).toList();
    }
}
