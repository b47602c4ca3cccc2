package org.jdbmail.sieve.control;

import java.util.List;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.run.Instruction;
import org.jdbmail.sieve.run.Script;
import org.jdbmail.sieve.syntax.Argument.Literal;

/** {@code include} (RFC 6609 §3.2): carries out another script here. */
public final class Include {
    private static final int LONGEST_NAME = 512;

    private Include() {}

    /** Understands it. */
    public static Instruction of(Arguments arguments) throws InvalidScript {
        boolean global = "global".equals(arguments.oneOf(List.of("personal", "global")));
        boolean once = arguments.flag("once");
        boolean optional = arguments.flag("optional");
        Literal name = arguments.literal("the name of a script");
        if (!isName(name.value())) {
            arguments.error(name.at(), "'" + name.value() + "' can't be the name of a script");
        }
        arguments.compilation().include(new Script.Inclusion(arguments.at(), name.value(), global, once, optional));
        return run -> run.include(name.value(), global, once, optional);
    }

    /** RFC 5804 §1.6. */
    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST_NAME
                && name.chars().noneMatch(c -> c < ' ' || c >= 0x7f && c <= 0x9f || c == 0x2028 || c == 0x2029);
    }
}
