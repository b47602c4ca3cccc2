package org.jdbmail.sieve.match.regex;

/** A text isn't a regular expression of this dialect. Its message says why, in words for who wrote it. */
public final class RegexSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    RegexSyntaxException(String message) {
        super(message);
    }
}
