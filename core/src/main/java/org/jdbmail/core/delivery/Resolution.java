package org.jdbmail.core.delivery;

import java.util.List;

/** What an address means here. */
public sealed interface Resolution {
    /**
     * It is known: accounts, what to forward to, or both.
     *
     * @param targets each account once
     * @param forwards each target of a forward once
     */
    record Found(List<Target> targets, List<Forward> forwards) implements Resolution {
        /** Copies the lists. */
        public Found {
            targets = List.copyOf(targets);
            forwards = List.copyOf(forwards);
        }
    }

    /** Nobody has it. */
    record Unknown() implements Resolution {}

    /** It is an alias of disabled accounts only. */
    record Disabled() implements Resolution {}

    /** Its aliases lead around in a circle, or too far. */
    record Endless() implements Resolution {}
}
