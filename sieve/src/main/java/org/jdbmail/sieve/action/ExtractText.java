package org.jdbmail.sieve.action;

import org.jdbmail.mime.structure.MimePart;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.Extension;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.control.Modifiers;
import org.jdbmail.sieve.message.Body;
import org.jdbmail.sieve.run.Flow;
import org.jdbmail.sieve.run.Instruction;
import org.jdbmail.sieve.run.Run;
import org.jspecify.annotations.Nullable;

/** {@code extracttext} (RFC 5703 §7): puts the text of a part into a variable. */
public final class ExtractText {
    private ExtractText() {}

    /** Understands it. */
    public static Instruction of(Arguments arguments) throws InvalidScript {
        if (!arguments.has(Extension.VARIABLES)) {
            arguments.error(arguments.at(), "'extracttext' needs: require \"variables\";");
        }
        if (!arguments.compilation().isInLoop("")) {
            arguments.error(arguments.at(), "'extracttext' must stand inside 'foreverypart'");
        }
        Modifiers modifiers = Modifiers.of(arguments);
        long first = arguments.number("first", null);
        Arguments.@Nullable Variable variable = arguments.variable(arguments.literal("the name of a variable"));
        if (variable == null) {
            return _ -> Flow.NEXT;
        }
        return run -> {
            String text = first(text(run), first);
            run.variables()
                    .set(
                            variable.name(),
                            variable.global(),
                            modifiers.apply(text, run.limits().value()));
            return Flow.NEXT;
        };
    }

    private static String text(Run run) {
        MimePart part = run.part();
        if (part == null
                || part.kind() != MimePart.Kind.LEAF
                || !part.contentType().is("text")) {
            return "";
        }
        // One more than a variable holds is enough, at four bytes a character and three for each byte of
        // quoted-printable.
        String text = Body.readable(run.mail().source(), part, 16 * run.limits().value());
        run.spend(text.length() / 16);
        return text;
    }

    private static String first(String text, long most) {
        if (most < 0 || text.codePointCount(0, text.length()) <= most) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, (int) most));
    }
}
