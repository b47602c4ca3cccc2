package org.jdbmail.sieve.control;

import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.run.Flow;
import org.jdbmail.sieve.run.Instruction;

/** {@code return} (RFC 6609 §3.3): ends a script that was included. */
public final class Return {
    private static final Flow RETURN = new Flow.Return();

    private Return() {}

    /** Understands it. */
    public static Instruction of(Arguments arguments) {
        return _ -> RETURN;
    }
}
