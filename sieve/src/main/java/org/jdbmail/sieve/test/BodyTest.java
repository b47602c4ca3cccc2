package org.jdbmail.sieve.test;

import java.util.List;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.compile.MatchArguments;
import org.jdbmail.sieve.message.Body;
import org.jdbmail.sieve.run.Check;
import org.jdbmail.sieve.run.Matching;
import org.jdbmail.sieve.run.Text;
import org.jspecify.annotations.Nullable;

/** {@code body} (RFC 5173): what follows the header block. */
public final class BodyTest {
    private BodyTest() {}

    /** Understands it. */
    public static Check.Condition of(Arguments arguments) throws InvalidScript {
        MatchArguments match = MatchArguments.of(arguments);
        @Nullable List<Text> types = arguments.taggedStrings("content", null);
        String transform = arguments.oneOf(List.of("raw", "text"));
        if (types != null && transform != null) {
            arguments.error(arguments.at(), "':content' can't stand beside ':" + transform + "'");
        }
        // RFC 5173 §6: nothing is kept of what matched.
        Matching keys = match.keys(arguments).withoutVariables();
        boolean raw = "raw".equals(transform);
        return run -> {
            Body body = new Body(run.mail());
            List<String> values =
                    types != null ? body.ofTypes(Text.values(types, run)) : raw ? body.raw() : body.texts();
            run.spend(values.stream().mapToInt(String::length).sum() / 16);
            return keys.any(run, values);
        };
    }
}
