package org.jdbmail.sieve.run;

import java.time.Duration;

/**
 * How much one run may take.
 *
 * @param steps work in all, about one for each command and for each 16 characters looked at
 * @param effects things done
 * @param redirects messages sent on; zero forbids it
 * @param notifications messages sent to tell of this one
 * @param includes scripts included in all
 * @param includeDepth scripts inside scripts
 * @param variables in one script, and shared
 * @param value characters of a variable; RFC 5229 §3 asks for 4,000
 * @param text characters of any text that a script makes
 * @param loops loops inside each other
 * @param vacationLeast the shortest time before somebody is answered again
 * @param vacationMost the longest
 * @param vacationUsual where the script says nothing
 * @param rememberMost the longest time for which duplicates are remembered
 * @param header bytes of a field that a script adds
 */
public record Limits(
        long steps,
        int effects,
        int redirects,
        int notifications,
        int includes,
        int includeDepth,
        int variables,
        int value,
        int text,
        int loops,
        Duration vacationLeast,
        Duration vacationMost,
        Duration vacationUsual,
        Duration rememberMost,
        int header) {
    /** Those that hold where nothing else is set. */
    public static final Limits USUAL = new Limits(
            20_000_000,
            32,
            4,
            8,
            255,
            10,
            255,
            4_096,
            1 << 20,
            4,
            Duration.ofDays(1),
            Duration.ofDays(60),
            Duration.ofDays(7),
            Duration.ofDays(7),
            2_048);

    /** The same with other work in all. */
    public Limits withSteps(long other) {
        return with(other, redirects);
    }

    /** The same with another number of messages sent on. */
    public Limits withRedirects(int other) {
        return with(steps, other);
    }

    private Limits with(long otherSteps, int otherRedirects) {
        return new Limits(
                otherSteps,
                effects,
                otherRedirects,
                notifications,
                includes,
                includeDepth,
                variables,
                value,
                text,
                loops,
                vacationLeast,
                vacationMost,
                vacationUsual,
                rememberMost,
                header);
    }
}
