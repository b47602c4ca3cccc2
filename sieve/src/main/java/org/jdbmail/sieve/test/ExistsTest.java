package org.jdbmail.sieve.test;

import java.util.List;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.run.Check;
import org.jdbmail.sieve.run.Text;

/** {@code exists} (RFC 5228 §5.5): whether all of some fields are there. */
public final class ExistsTest {
    private ExistsTest() {}

    /** Understands it. */
    public static Check.Condition of(Arguments arguments) throws InvalidScript {
        Selection selection = Selection.of(arguments);
        List<Text> names = FieldNames.of(arguments);
        return run -> {
            for (String name : Text.values(names, run)) {
                if (selection.fields(run, name).isEmpty()) {
                    return false;
                }
            }
            return true;
        };
    }
}
