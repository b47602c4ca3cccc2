package org.jdbmail.sieve.test;

import java.util.List;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.compile.MatchArguments;
import org.jdbmail.sieve.match.MatchType;
import org.jdbmail.sieve.run.Check;
import org.jdbmail.sieve.run.Matching;
import org.jdbmail.sieve.run.Text;

/** {@code string} (RFC 5229 §5): texts, usually of variables. */
public final class StringTest {
    private StringTest() {}

    /** Understands it. */
    public static Check.Condition of(Arguments arguments) throws InvalidScript {
        MatchArguments match = MatchArguments.of(arguments);
        List<Text> sources = arguments.strings("the texts to look at");
        Matching keys = match.keys(arguments);
        boolean count = match.type() instanceof MatchType.Count;
        return run -> {
            List<String> values = Text.values(sources, run);
            // RFC 5229 §5: empty ones don't count.
            return keys.any(
                    run,
                    count ? values.stream().filter(value -> !value.isEmpty()).toList() : values);
        };
    }
}
