package org.jdbmail.sieve.syntax;

/**
 * Something that is wrong with a script, in words for the person who wrote it.
 *
 * @param text a sentence without a full stop
 */
public record Problem(Severity severity, Position at, String text) {
    /** How bad it is. */
    public enum Severity {
        /** The script can't be run. */
        ERROR,
        /** It can, but probably doesn't do what was meant. */
        WARNING
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    @Override
    public String toString() {
        return at + ": " + (isError() ? "error: " : "warning: ") + text;
    }
}
