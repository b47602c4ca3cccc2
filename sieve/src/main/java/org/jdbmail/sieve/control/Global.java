package org.jdbmail.sieve.control;

import java.util.List;
import java.util.Locale;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.Extension;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.run.Flow;
import org.jdbmail.sieve.run.Instruction;
import org.jdbmail.sieve.run.Text;

/** {@code global} (RFC 6609 §3.4.1): makes names mean variables that all scripts of a run share. */
public final class Global {
    private Global() {}

    /** Understands it. */
    public static Instruction of(Arguments arguments) throws InvalidScript {
        if (!arguments.has(Extension.VARIABLES)) {
            arguments.error(arguments.at(), "'global' needs: require \"variables\";");
        }
        List<Text> names = arguments.strings("the names of variables", name -> {
            String key = name.toLowerCase(Locale.ROOT);
            if (!key.matches("[a-z_][a-z0-9_]{0,63}")) {
                return "'" + name + "' can't be the name of a variable";
            }
            if (arguments.compilation().isOwn(key)) {
                return "'" + name + "' is a variable of this script already";
            }
            arguments.compilation().share(key);
            return null;
        });
        return run -> {
            for (String name : Text.values(names, run)) {
                run.variables().share(name);
            }
            return Flow.NEXT;
        };
    }
}
