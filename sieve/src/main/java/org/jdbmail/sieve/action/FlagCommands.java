package org.jdbmail.sieve.action;

import java.util.List;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.Extension;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.run.Flags;
import org.jdbmail.sieve.run.Flow;
import org.jdbmail.sieve.run.Instruction;
import org.jdbmail.sieve.run.Run;
import org.jdbmail.sieve.run.ScriptException;
import org.jdbmail.sieve.run.Text;
import org.jspecify.annotations.Nullable;

/** {@code setflag}, {@code addflag}, {@code removeflag} (RFC 5232 §3): flags for when the message is stored. */
public final class FlagCommands {
    private FlagCommands() {}

    private enum Change {
        SET,
        ADD,
        REMOVE
    }

    /** Understands {@code setflag}. */
    public static Instruction set(Arguments arguments) throws InvalidScript {
        return of(arguments, Change.SET);
    }

    /** Understands {@code addflag}. */
    public static Instruction add(Arguments arguments) throws InvalidScript {
        return of(arguments, Change.ADD);
    }

    /** Understands {@code removeflag}. */
    public static Instruction remove(Arguments arguments) throws InvalidScript {
        return of(arguments, Change.REMOVE);
    }

    private static Instruction of(Arguments arguments, Change change) throws InvalidScript {
        Arguments.@Nullable Variable variable = null;
        if (arguments.count() > 1) {
            if (!arguments.has(Extension.VARIABLES)) {
                arguments.error(arguments.at(), "flags in a variable need: require \"variables\";");
            }
            variable = arguments.variable(arguments.literal("the name of a variable"));
        }
        Arguments.@Nullable Variable where = variable;
        List<Text> texts = arguments.strings("a list of flags");
        return run -> {
            List<String> flags = Flags.of(Text.values(texts, run));
            if (where == null) {
                run.flags(changed(run.flags(), flags, change));
            } else {
                set(run, where, flags, change);
            }
            return Flow.NEXT;
        };
    }

    private static void set(Run run, Arguments.Variable variable, List<String> flags, Change change)
            throws ScriptException {
        List<String> before = Flags.of(List.of(run.variables().get(variable.name(), variable.global())));
        run.variables().set(variable.name(), variable.global(), String.join(" ", changed(before, flags, change)));
    }

    private static List<String> changed(List<String> before, List<String> named, Change change) {
        return switch (change) {
            case SET -> named;
            case ADD -> Flags.with(before, named);
            case REMOVE -> Flags.without(before, named);
        };
    }
}
