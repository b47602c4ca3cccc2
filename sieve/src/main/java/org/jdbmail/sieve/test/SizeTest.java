package org.jdbmail.sieve.test;

import java.util.List;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.run.Check;

/** {@code size} (RFC 5228 §5.9): bytes of the message, its header included. */
public final class SizeTest {
    private SizeTest() {}

    /** Understands it. */
    public static Check.Condition of(Arguments arguments) throws InvalidScript {
        String relation = arguments.oneOf(List.of("over", "under"));
        if (relation == null) {
            throw arguments.fail("'size' lacks ':over' or ':under'");
        }
        long limit = arguments.number("the number of bytes");
        return relation.equals("over")
                ? run -> run.mail().size() > limit
                : run -> run.mail().size() < limit;
    }
}
