package org.jdbmail.sieve.test;

import java.util.List;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.host.ListNames;
import org.jdbmail.sieve.run.Check;
import org.jdbmail.sieve.run.Text;

/** {@code valid_ext_list} (RFC 6134 §2.7): whether all of some lists can be asked. */
public final class ListTest {
    private ListTest() {}

    /** Understands it. */
    public static Check.Condition of(Arguments arguments) throws InvalidScript {
        List<Text> names = arguments.strings("the names of lists");
        return run -> {
            for (String name : Text.values(names, run)) {
                run.spend(10);
                if (!run.host().isList(ListNames.plain(name))) {
                    return false;
                }
            }
            return true;
        };
    }
}
