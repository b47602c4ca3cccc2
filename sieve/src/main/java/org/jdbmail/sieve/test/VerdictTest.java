package org.jdbmail.sieve.test;

import java.util.List;
import java.util.OptionalDouble;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.Extension;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.compile.MatchArguments;
import org.jdbmail.sieve.host.FilterVerdict;
import org.jdbmail.sieve.match.regex.Regex;
import org.jdbmail.sieve.match.regex.RegexSyntaxException;
import org.jdbmail.sieve.message.Field;
import org.jdbmail.sieve.run.Check;
import org.jdbmail.sieve.run.Matching;
import org.jdbmail.sieve.run.Run;
import org.jdbmail.sieve.run.ScriptException;
import org.jspecify.annotations.Nullable;

/** {@code spamtest} and {@code virustest} (RFC 5235): what filters before us have found. */
public final class VerdictTest {
    private VerdictTest() {}

    /** Understands {@code spamtest}: 1 to 10, or a percentage; 0 if nobody looked. */
    public static Check.Condition spam(Arguments arguments) throws InvalidScript {
        boolean percent = arguments.flag("percent", Extension.SPAMTESTPLUS);
        MatchArguments match = MatchArguments.of(arguments);
        Matching key = match.with(arguments, List.of(arguments.string("a value")));
        return run -> {
            FilterVerdict verdict = run.delivery().policy().spam();
            OptionalDouble part = verdict == null ? OptionalDouble.empty() : part(run, verdict, 10, !percent);
            return key.any(run, List.of(part.isEmpty() ? "0" : scaled(part.getAsDouble(), percent)));
        };
    }

    /** Understands {@code virustest}: 1 to 5; 0 if nobody looked. */
    public static Check.Condition virus(Arguments arguments) throws InvalidScript {
        MatchArguments match = MatchArguments.of(arguments);
        Matching key = match.with(arguments, List.of(arguments.string("a value")));
        return run -> {
            FilterVerdict verdict = run.delivery().policy().virus();
            OptionalDouble part = verdict == null ? OptionalDouble.empty() : part(run, verdict, 5, true);
            return key.any(
                    run, List.of(part.isEmpty() ? "0" : Integer.toString(1 + (int) (part.getAsDouble() * 4 + 0.0001))));
        };
    }

    /** RFC 5235 §3.2: 1 is the least and 10 the most; as a percentage 0 and 100 are. */
    private static String scaled(double part, boolean percent) {
        return Integer.toString(percent ? (int) (part * 100 + 0.001) : 1 + (int) (part * 9 + 0.001));
    }

    /** Zero for surely none, one for surely; nothing if nobody looked. */
    private static OptionalDouble part(Run run, FilterVerdict verdict, int values, boolean asValue)
            throws ScriptException {
        String text = text(run, verdict.field(), verdict.pattern());
        if (text == null) {
            return OptionalDouble.empty();
        }
        if (verdict.reading() == FilterVerdict.Reading.WORD) {
            Integer value = verdict.words().get(text);
            if (value == null || value == 0) {
                return OptionalDouble.empty();
            }
            double least = asValue ? 1 : 0;
            return OptionalDouble.of(bounded((value - least) / ((asValue ? values : 100) - least)));
        }
        double highest = highest(run, verdict);
        double score = verdict.reading() == FilterVerdict.Reading.LENGTH ? text.length() : number(text);
        return Double.isNaN(score) || Double.isNaN(highest) || highest <= 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(bounded(score / highest));
    }

    private static double highest(Run run, FilterVerdict verdict) throws ScriptException {
        if (verdict.highestField() == null) {
            return verdict.highest();
        }
        String text = text(run, verdict.highestField(), verdict.highestPattern());
        return text == null ? Double.NaN : number(text);
    }

    private static double bounded(double part) {
        return Math.min(1, Math.max(0, part));
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException _) {
            return Double.NaN;
        }
    }

    private static @Nullable String text(Run run, String name, @Nullable String pattern) throws ScriptException {
        List<Field> fields = run.mail().named(name);
        if (fields.isEmpty()) {
            return null;
        }
        String value = fields.getFirst().text();
        if (pattern == null) {
            return value;
        }
        try {
            List<String> found = Regex.of(pattern, false, false).find(value, run);
            return found == null || found.size() < 2 ? null : found.get(1);
        } catch (RegexSyntaxException e) {
            throw new ScriptException("the setting '" + pattern + "' is no regular expression: " + e.getMessage());
        }
    }
}
