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

    private final List<String> lines = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private int status = DONE;

    void say(String line) {
        lines.add(line);
    }

    /** Notes a failure, which {@code -q} silences. */
    void fail(String line) {
        lines.add(line);
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

    List<String> lines() {
        return lines;
    }

    List<String> errors() {
        return errors;
    }

    int status() {
        return status;
    }
}
