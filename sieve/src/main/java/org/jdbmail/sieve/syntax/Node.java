package org.jdbmail.sieve.syntax;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A command or a test as it is written, of which nothing but the form is known.
 *
 * @param name in lower case (RFC 5228 §2.1: names are the same in any case)
 * @param tests what it tests; {@code testList} says whether they stand in parentheses
 * @param block the commands in braces; null if it ends in a semicolon or is a test
 */
public record Node(
        Position at,
        String name,
        List<Argument> arguments,
        List<Node> tests,
        boolean testList,
        @Nullable List<Node> block) {
    /** Copies the lists. */
    public Node {
        name = name.toLowerCase(Locale.ROOT);
        arguments = List.copyOf(arguments);
        tests = List.copyOf(tests);
        block = block == null ? null : List.copyOf(block);
    }
}
