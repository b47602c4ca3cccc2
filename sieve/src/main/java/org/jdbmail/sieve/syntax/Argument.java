package org.jdbmail.sieve.syntax;

import java.util.List;

/** What follows the name of a command or test (RFC 5228 §2.6). */
public sealed interface Argument {
    /** Where it is written. */
    Position at();

    /**
     * A tagged argument's name.
     *
     * @param name as it is written, without the colon
     */
    record Tag(Position at, String name) implements Argument {}

    /** A number, multiplied out. */
    record Amount(Position at, long value) implements Argument {}

    /**
     * A string or a list of them.
     *
     * @param bracketed whether it is written as a list
     */
    record Strings(Position at, List<Literal> items, boolean bracketed) implements Argument {
        /** Copies the list. */
        public Strings {
            items = List.copyOf(items);
        }
    }

    /** One string as its writer meant it, before encoded characters and variables. */
    record Literal(Position at, String value) {}
}
