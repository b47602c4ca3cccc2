package org.jdbmail.sieve.action;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.compile.MatchArguments;
import org.jdbmail.sieve.letter.Words;
import org.jdbmail.sieve.message.Field;
import org.jdbmail.sieve.run.Flow;
import org.jdbmail.sieve.run.Instruction;
import org.jdbmail.sieve.run.Limits;
import org.jdbmail.sieve.run.Matching;
import org.jdbmail.sieve.run.Run;
import org.jdbmail.sieve.run.ScriptException;
import org.jdbmail.sieve.run.Text;
import org.jspecify.annotations.Nullable;

/** {@code addheader} and {@code deleteheader} (RFC 5293): changes the message's header block. */
public final class EditHeader {
    private EditHeader() {}

    /** Understands {@code addheader}. */
    public static Instruction add(Arguments arguments) throws InvalidScript {
        boolean last = arguments.flag("last");
        Text name = name(arguments);
        Text value = arguments.string("a value");
        String wrong = value.constant() == null
                ? null
                : wrong(
                        String.valueOf(value.constant()),
                        arguments.compilation().limits());
        if (wrong != null) {
            arguments.error(arguments.at(), wrong);
        }
        return run -> {
            add(run, checked(name.value(run)), value.value(run), last);
            return Flow.NEXT;
        };
    }

    private static void add(Run run, String name, String value, boolean last) throws ScriptException {
        if (!run.delivery().policy().mayAdd(name)) {
            // RFC 5293 §6: without an error.
            run.note("the field '" + name + "' can't be added");
            return;
        }
        String wrong = wrong(value, run.limits());
        if (wrong != null) {
            throw new ScriptException(wrong);
        }
        String encoded = Words.encode(value, name.length() + 2);
        run.mail(run.mail().with(name, encoded, last));
        run.note("add field '" + name + "'");
    }

    private static @Nullable String wrong(String value, Limits limits) {
        if (value.indexOf(0) >= 0) {
            return "a header field can't hold the character NUL";
        }
        return value.getBytes(StandardCharsets.UTF_8).length > limits.header()
                ? "a field of more than " + limits.header() + " bytes can't be added"
                : null;
    }

    /** Understands {@code deleteheader}. */
    public static Instruction delete(Arguments arguments) throws InvalidScript {
        MatchArguments match = MatchArguments.of(arguments);
        long index = arguments.number("index", null);
        boolean last = arguments.flag("last");
        if (last && index < 0) {
            arguments.error(arguments.at(), "':last' needs ':index'");
        }
        if (index == 0) {
            arguments.error(arguments.at(), "':index' counts from 1");
        }
        Text name = name(arguments);
        Matching patterns = arguments.more() ? match.keys(arguments) : null;
        return run -> {
            delete(run, checked(name.value(run)), index, last, patterns);
            return Flow.NEXT;
        };
    }

    private static void delete(Run run, String name, long index, boolean last, @Nullable Matching patterns)
            throws ScriptException {
        if (!run.delivery().policy().mayDelete(name)) {
            run.note("the field '" + name + "' can't be deleted");
            return;
        }
        List<Field> fields = run.mail().named(name);
        List<Field> gone = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            boolean counted = index < 0 || (last ? fields.size() - i : i + 1) == index;
            if (counted
                    && (patterns == null
                            || patterns.any(run, List.of(fields.get(i).text())))) {
                gone.add(fields.get(i));
            }
        }
        run.mail(run.mail().without(gone));
        run.note("delete " + gone.size() + " fields '" + name + "'");
    }

    private static Text name(Arguments arguments) throws InvalidScript {
        Text name = arguments.string("the name of a header field");
        String constant = name.constant();
        if (constant != null && !isName(constant)) {
            arguments.error(arguments.at(), "'" + constant + "' can't be the name of a header field");
        }
        return name;
    }

    private static String checked(String name) throws ScriptException {
        if (!isName(name)) {
            throw new ScriptException("'" + name + "' can't be the name of a header field");
        }
        return name;
    }

    /** RFC 5322 §2.2. */
    private static boolean isName(String name) {
        return !name.isEmpty() && name.length() <= 200 && name.chars().allMatch(c -> c > ' ' && c < 127 && c != ':');
    }
}
