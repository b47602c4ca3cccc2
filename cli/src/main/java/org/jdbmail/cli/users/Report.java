package org.jdbmail.cli.users;

import java.util.ArrayList;
import java.util.List;

/**
 * What the program has to say, gathered while a transaction runs and printed after its commit: the transaction may be run
 * twice, and what was rolled back did not happen.
 */
final class Report {
    /** All was done. */
    static final int DONE = 0;

    /** It could not be done, or not all of it. */
    static final int FAILED = 1;

    /** It was not tried: no such user, no such password type. DBMail's -1. */
    static final int WRONG = 255;

    /** A line, and whether it is what was asked for and not only talk about it. */
    private record Line(String text, boolean isResult) {}

    private final List<Line> lines = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private int status = DONE;

    /** Tells what is being done, which {@code -q} silences. */
    void say(String line) {
        lines.add(new Line(line, false));
    }

    /** A line of a listing, which nothing silences: a script asks for it with {@code -q}. */
    void list(String line) {
        lines.add(new Line(line, true));
    }

    /** Notes a failure, which {@code -q} silences. */
    void fail(String line) {
        lines.add(new Line(line, false));
        status = FAILED;
    }

    /** Notes a failure, which only {@code -qq} silences. */
    Report wrong(String line) {
        errors.add(line);
        status = WRONG;
        return this;
    }

    void failed() {
        status = FAILED;
    }

    /** @param isQuiet whether only what was asked for is wanted */
    List<String> lines(boolean isQuiet) {
        return lines.stream()
                .filter(line -> line.isResult || !isQuiet)
                .map(Line::text)
                .toList();
    }

    List<String> errors() {
        return errors;
    }

    int status() {
        return status;
    }
}
