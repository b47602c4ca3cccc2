package org.jdbmail.sieve.test;

import java.util.List;
import java.util.Locale;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.compile.MatchArguments;
import org.jdbmail.sieve.run.Check;
import org.jdbmail.sieve.run.Matching;
import org.jdbmail.sieve.run.Text;

/** {@code environment} (RFC 5183): what the script runs in. An item that we don't know matches nothing. */
public final class EnvironmentTest {
    private EnvironmentTest() {}

    /** Understands it. */
    public static Check.Condition of(Arguments arguments) throws InvalidScript {
        MatchArguments match = MatchArguments.of(arguments);
        Text name = arguments.string("the name of an item");
        Matching keys = match.keys(arguments);
        return run -> {
            String value = run.delivery().environment().get(name.value(run).toLowerCase(Locale.ROOT));
            return value != null && keys.any(run, List.of(value));
        };
    }
}
