package org.jdbmail.sieve.test;

import java.util.List;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.run.Check;
import org.jdbmail.sieve.run.Text;

/** {@code ihave} (RFC 5463 §4): whether we have some extensions, which the script may then use. */
public final class IHaveTest {
    private IHaveTest() {}

    /** Understands it. */
    public static Check.Condition of(Arguments arguments) throws InvalidScript {
        List<Text> names = arguments.strings("the names of extensions");
        boolean all = true;
        for (Text name : names) {
            String capability = name.constant();
            if (capability == null) {
                throw arguments.fail("the name of an extension can't hold a variable");
            }
            // RFC 5463 §4: these two change what the strings of the script mean, and can't come later.
            boolean text = capability.equals("variables") || capability.equals("encoded-character");
            all &= text
                    ? arguments.compilation().isRequired(capability)
                    : arguments.compilation().isAvailable(capability);
        }
        if (all) {
            names.forEach(name -> arguments.compilation().require(String.valueOf(name.constant())));
        }
        return new Check.Known(all);
    }
}
