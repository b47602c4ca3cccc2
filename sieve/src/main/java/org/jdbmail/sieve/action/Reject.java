package org.jdbmail.sieve.action;

import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.run.Flow;
import org.jdbmail.sieve.run.Instruction;
import org.jdbmail.sieve.run.Text;

/** {@code reject} and {@code ereject} (RFC 5429): the message is refused, and its sender told why. */
public final class Reject {
    private Reject() {}

    /** Understands {@code reject}. */
    public static Instruction plain(Arguments arguments) throws InvalidScript {
        return of(arguments, false);
    }

    /** Understands {@code ereject}. */
    public static Instruction extended(Arguments arguments) throws InvalidScript {
        return of(arguments, true);
    }

    private static Instruction of(Arguments arguments, boolean extended) throws InvalidScript {
        Text reason = arguments.string("the reason");
        return run -> {
            if (run.delivery().sender().isEmpty()) {
                // RFC 5429 §2.1.1: nobody would be told, and a bounce of a bounce must not be.
                run.note("nothing is rejected that has no sender: it is discarded");
                run.discard();
            } else {
                run.reject(reason.value(run), extended);
            }
            return Flow.NEXT;
        };
    }
}
