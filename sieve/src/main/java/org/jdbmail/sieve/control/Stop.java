package org.jdbmail.sieve.control;

import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.run.Flow;
import org.jdbmail.sieve.run.Instruction;

/** {@code stop} (RFC 5228 §3.3): ends all. */
public final class Stop {
    private static final Flow STOP = new Flow.Stop();

    private Stop() {}

    /** Understands it. */
    public static Instruction of(Arguments arguments) {
        return _ -> STOP;
    }
}
