package org.jdbmail.sieve.test;

import java.util.ArrayList;
import java.util.List;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.Extension;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.compile.MatchArguments;
import org.jdbmail.sieve.match.MatchType;
import org.jdbmail.sieve.match.regex.RegexSyntaxException;
import org.jdbmail.sieve.run.Check;
import org.jdbmail.sieve.run.Flags;
import org.jdbmail.sieve.run.Matching;
import org.jdbmail.sieve.run.Run;
import org.jdbmail.sieve.run.ScriptException;
import org.jdbmail.sieve.run.Text;

/** {@code hasflag} (RFC 5232 §4): the flags of the internal variable, or of others. */
public final class HasFlagTest {
    private HasFlagTest() {}

    /** Understands it. */
    public static Check.Condition of(Arguments arguments) throws InvalidScript {
        MatchArguments match = MatchArguments.of(arguments);
        boolean named = arguments.count() > 1;
        if (named && !arguments.has(Extension.VARIABLES)) {
            arguments.error(arguments.at(), "flags in a variable need: require \"variables\";");
        }
        List<Text> variables = named ? arguments.strings("the names of variables") : List.of();
        List<Text> keys = arguments.strings("a list of flags");
        return run -> {
            List<String> flags = named ? flags(run, Text.values(variables, run)) : run.flags();
            return matching(match, Text.values(keys, run)).any(run, flags);
        };
    }

    private static List<String> flags(Run run, List<String> variables) {
        List<String> flags = new ArrayList<>();
        for (String variable : variables) {
            boolean global = variable.regionMatches(true, 0, "global.", 0, 7);
            flags.addAll(Flags.of(List.of(run.variables().get(global ? variable.substring(7) : variable, global))));
        }
        return flags;
    }

    /** A key may hold several flags, any of which may be the one. */
    private static Matching matching(MatchArguments match, List<String> keys) throws ScriptException {
        boolean single = match.type() instanceof MatchType.Count || match.type() instanceof MatchType.Regular;
        List<Text> texts = new ArrayList<>();
        for (String key : keys) {
            for (String flag : single ? new String[] {key} : key.trim().split("\\s+")) {
                texts.add(new Text.Constant(flag));
            }
        }
        try {
            return Matching.of(match.type(), match.collation(), texts);
        } catch (RegexSyntaxException e) {
            throw new ScriptException("a regular expression is wrong: " + e.getMessage());
        }
    }
}
