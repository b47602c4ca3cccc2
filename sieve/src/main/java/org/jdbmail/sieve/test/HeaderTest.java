package org.jdbmail.sieve.test;

import java.util.ArrayList;
import java.util.List;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.compile.MatchArguments;
import org.jdbmail.sieve.message.Field;
import org.jdbmail.sieve.run.Check;
import org.jdbmail.sieve.run.Matching;
import org.jdbmail.sieve.run.Text;

/** {@code header} (RFC 5228 §5.7): the texts of header fields; with {@code :mime} what RFC 5703 §4.1 finds in them. */
public final class HeaderTest {
    private HeaderTest() {}

    /** Understands it. */
    public static Check.Condition of(Arguments arguments) throws InvalidScript {
        MatchArguments match = MatchArguments.of(arguments);
        Selection selection = Selection.of(arguments);
        MimeOption option = MimeOption.of(arguments, selection);
        List<Text> names = FieldNames.of(arguments);
        Matching keys = match.keys(arguments);
        return run -> {
            List<String> values = new ArrayList<>();
            for (String name : Text.values(names, run)) {
                for (Field field : selection.fields(run, name)) {
                    option.addTo(values, field, run);
                }
            }
            return keys.any(run, values);
        };
    }
}
