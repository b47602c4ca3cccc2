package org.jdbmail.sieve.action;

import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.effect.FilingTarget;
import org.jdbmail.sieve.run.Flow;
import org.jdbmail.sieve.run.Instruction;

/** {@code keep} (RFC 5228 §4.3): stores the message where it would come without a script. */
public final class Keep {
    private Keep() {}

    /** Understands it. */
    public static Instruction of(Arguments arguments) throws InvalidScript {
        FlagsArgument flags = FlagsArgument.of(arguments);
        return run -> {
            run.file(FilingTarget.KEEP, flags.now(run), false);
            return Flow.NEXT;
        };
    }
}
