package org.jdbmail.sieve.test;

import java.util.List;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.run.Check;

/** Tests of tests: {@code allof}, {@code anyof}, {@code not}, {@code true}, {@code false} (RFC 5228 §5.2, §5.3, §5.6, §5.8, §5.10). */
public final class Combination {
    private Combination() {}

    /** Understands {@code allof}. */
    public static Check.Condition allOf(Arguments arguments) throws InvalidScript {
        List<Check> checks = arguments.tests();
        if (checks.stream().anyMatch(check -> check.isAlways(false))) {
            return new Check.Known(false);
        }
        if (checks.stream().allMatch(check -> check.isAlways(true))) {
            return new Check.Known(true);
        }
        return run -> {
            for (Check check : checks) {
                if (!run.holds(check)) {
                    return false;
                }
            }
            return true;
        };
    }

    /** Understands {@code anyof}. */
    public static Check.Condition anyOf(Arguments arguments) throws InvalidScript {
        List<Check> checks = arguments.tests();
        if (checks.stream().anyMatch(check -> check.isAlways(true))) {
            return new Check.Known(true);
        }
        if (checks.stream().allMatch(check -> check.isAlways(false))) {
            return new Check.Known(false);
        }
        return run -> {
            for (Check check : checks) {
                if (run.holds(check)) {
                    return true;
                }
            }
            return false;
        };
    }

    /** Understands {@code not}. */
    public static Check.Condition not(Arguments arguments) throws InvalidScript {
        Check check = arguments.test();
        return check.test() instanceof Check.Known(boolean holds) ? new Check.Known(!holds) : run -> !run.holds(check);
    }

    /** Understands {@code true}. */
    public static Check.Condition always(Arguments arguments) {
        return new Check.Known(true);
    }

    /** Understands {@code false}. */
    public static Check.Condition never(Arguments arguments) {
        return new Check.Known(false);
    }
}
