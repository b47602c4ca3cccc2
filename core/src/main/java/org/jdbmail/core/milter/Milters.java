package org.jdbmail.core.milter;

import org.jdbmail.core.delivery.Spools;
import org.jdbmail.core.reception.Inspector;

/** The milters of a server. */
public final class Milters {
    private Milters() {}

    /**
     * Asks them about all mail that comes.
     *
     * @param spools for bodies that they change
     */
    public static Inspector of(MilterOptions options, Spools spools) {
        return options.places().isEmpty() ? Inspector.none() : MilterInspection.inspector(options, spools);
    }
}
