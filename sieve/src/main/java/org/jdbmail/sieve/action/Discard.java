package org.jdbmail.sieve.action;

import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.run.Flow;
import org.jdbmail.sieve.run.Instruction;

/** {@code discard} (RFC 5228 §4.4): the message isn't kept unless something else says so. */
public final class Discard {
    private Discard() {}

    /** Understands it. */
    public static Instruction of(Arguments arguments) {
        return run -> {
            run.discard();
            return Flow.NEXT;
        };
    }
}
