package org.jdbmail.sieve.control;

import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.run.Instruction;
import org.jdbmail.sieve.run.ScriptException;
import org.jdbmail.sieve.run.Text;

/** {@code error} (RFC 5463 §5): ends the script as an error would. */
public final class Fail {
    private Fail() {}

    /** Understands it. */
    public static Instruction of(Arguments arguments) throws InvalidScript {
        Text message = arguments.string("a message");
        return run -> {
            throw new ScriptException(message.value(run));
        };
    }
}
