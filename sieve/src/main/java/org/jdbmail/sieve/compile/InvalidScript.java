package org.jdbmail.sieve.compile;

/** A command or test can't be understood any further; why has been noted. */
public final class InvalidScript extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidScript() {
        super("invalid", null, false, false);
    }
}
