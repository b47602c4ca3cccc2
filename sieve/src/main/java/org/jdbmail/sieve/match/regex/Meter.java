package org.jdbmail.sieve.match.regex;

/** Counts the work of a run, and ends a run that takes too much. */
public interface Meter {
    /** Nothing is counted. */
    Meter FREE = _ -> {};

    /**
     * Notes work.
     *
     * @param steps how much; about one for each character looked at
     * @throws RuntimeException if that was too much
     */
    void spend(long steps);
}
