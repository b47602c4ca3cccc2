package org.jdbmail.sieve.compile;

import java.util.Set;
import org.jdbmail.sieve.run.Check;
import org.jdbmail.sieve.run.Instruction;
import org.jspecify.annotations.Nullable;

/** The commands and tests of the language. */
public interface Vocabulary {
    /** The command of a name in lower case. */
    @Nullable
    Entry<Instruction> command(String name);

    /** The test of a name in lower case. */
    @Nullable
    Entry<Check.Condition> test(String name);

    /**
     * A word of the language.
     *
     * @param extensions any one of them makes it known; empty if it is always
     * @param meaning makes it of its arguments
     */
    record Entry<T>(Set<Extension> extensions, Meaning<T> meaning) {}

    /** Understands the arguments of a command or test. */
    @FunctionalInterface
    interface Meaning<T> {
        /**
         * What it does.
         *
         * @throws InvalidScript if the arguments are wrong, after that was noted
         */
        T of(Arguments arguments) throws InvalidScript;
    }
}
