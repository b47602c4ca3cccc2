package org.jdbmail.sieve.control;

import java.util.ArrayList;
import java.util.List;
import org.jdbmail.mime.structure.MimePart;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.run.Flow;
import org.jdbmail.sieve.run.Instruction;
import org.jdbmail.sieve.run.Run;
import org.jdbmail.sieve.run.ScriptException;
import org.jdbmail.sieve.run.Step;
import org.jdbmail.sieve.syntax.Argument.Literal;

/** {@code foreverypart} (RFC 5703 §3): a block for each part of the message, or of the part of the loop around it. */
public final class ForEveryPart {
    private ForEveryPart() {}

    /** Understands it. */
    public static Instruction of(Arguments arguments) throws InvalidScript {
        Literal named = arguments.literal("name", null);
        String name = named == null ? "" : named.value();
        List<Step> steps = arguments.loop(name);
        return run -> {
            Flow flow = loop(run, name, steps);
            run.endLoop();
            return flow;
        };
    }

    private static Flow loop(Run run, String name, List<Step> steps) throws ScriptException {
        List<MimePart> parts = new ArrayList<>();
        MimePart around = run.part();
        if (around == null) {
            run.mail(run.mail().settled());
            add(run.mail().root(), parts);
        } else {
            around.children().forEach(child -> add(child, parts));
        }
        for (MimePart part : parts) {
            if (run.isGone(part)) {
                continue;
            }
            run.spend(1);
            Flow flow = run.executeFor(part, steps);
            if (flow instanceof Flow.Break(String loop) && (loop == null || loop.equals(name))) {
                return Flow.NEXT;
            }
            if (!(flow instanceof Flow.Next)) {
                return flow;
            }
        }
        return Flow.NEXT;
    }

    /** Recursive, but no deeper than messages are understood. */
    private static void add(MimePart part, List<MimePart> parts) {
        parts.add(part);
        part.children().forEach(child -> add(child, parts));
    }
}
