package org.jdbmail.sieve.control;

import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.run.Flow;
import org.jdbmail.sieve.run.Instruction;
import org.jdbmail.sieve.run.Text;
import org.jspecify.annotations.Nullable;

/** {@code set} (RFC 5229 §4): gives a variable a value. */
public final class SetVariable {
    private SetVariable() {}

    /** Understands it. */
    public static Instruction of(Arguments arguments) throws InvalidScript {
        Modifiers modifiers = Modifiers.of(arguments);
        Arguments.@Nullable Variable variable = arguments.variable(arguments.literal("the name of a variable"));
        Text value = arguments.string("a value");
        if (variable == null) {
            return _ -> Flow.NEXT;
        }
        return run -> {
            run.variables()
                    .set(
                            variable.name(),
                            variable.global(),
                            modifiers.apply(value.value(run), run.limits().value()));
            return Flow.NEXT;
        };
    }
}
