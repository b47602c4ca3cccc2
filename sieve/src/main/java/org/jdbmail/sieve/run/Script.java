package org.jdbmail.sieve.run;

import java.util.List;

/**
 * A script that can be run, any number of times and by any number of threads.
 *
 * @param name for messages about it
 */
public record Script(String name, List<Step> steps) {
    /** One that does nothing, so that the message is kept. */
    public static final Script EMPTY = new Script("", List.of());

    /** Copies the list. */
    public Script {
        steps = List.copyOf(steps);
    }
}
