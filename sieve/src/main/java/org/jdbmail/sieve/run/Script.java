package org.jdbmail.sieve.run;

import java.util.List;
import org.jdbmail.sieve.syntax.Position;

/**
 * A script that can be run, any number of times and by any number of threads.
 *
 * @param name for messages about it
 * @param inclusions where it includes others, in the order of the text
 */
public record Script(String name, List<Step> steps, List<Inclusion> inclusions) {
    /** One that does nothing, so that the message is kept. */
    public static final Script EMPTY = new Script("", List.of(), List.of());

    /** Copies the lists. */
    public Script {
        steps = List.copyOf(steps);
        inclusions = List.copyOf(inclusions);
    }

    /** RFC 6609 §3.2: a place where another script is included. */
    public record Inclusion(Position at, String name, boolean global, boolean once, boolean optional) {}
}
