package org.jdbmail.sieve.control;

import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.run.Flow;
import org.jdbmail.sieve.run.Instruction;
import org.jdbmail.sieve.syntax.Argument.Literal;

/** {@code break} (RFC 5703 §3): ends a loop. */
public final class Break {
    private Break() {}

    /** Understands it. */
    public static Instruction of(Arguments arguments) throws InvalidScript {
        Literal name = arguments.literal("name", null);
        if (!arguments.compilation().isInLoop(name == null ? "" : name.value())) {
            throw arguments.fail(
                    name == null
                            ? "there is no loop around this"
                            : "there is no loop '" + name.value() + "' around this");
        }
        Flow flow = new Flow.Break(name == null ? null : name.value());
        return _ -> flow;
    }
}
