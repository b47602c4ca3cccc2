package org.jdbmail.sieve.test;

import java.time.Duration;
import java.util.List;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.effect.Effect;
import org.jdbmail.sieve.message.Field;
import org.jdbmail.sieve.run.Check;
import org.jdbmail.sieve.run.Digests;
import org.jdbmail.sieve.run.Run;
import org.jdbmail.sieve.run.ScriptException;
import org.jdbmail.sieve.run.Text;
import org.jspecify.annotations.Nullable;

/** {@code duplicate} (RFC 7352): whether a message like this has been delivered a while ago. */
public final class DuplicateTest {
    private DuplicateTest() {}

    /** Understands it. */
    public static Check.Condition of(Arguments arguments) throws InvalidScript {
        Text handle = arguments.string("handle", null);
        Text header = arguments.string("header", null);
        Text uniqueId = arguments.string("uniqueid", null);
        long seconds = arguments.number("seconds", null);
        boolean last = arguments.flag("last");
        if (header != null && uniqueId != null) {
            arguments.error(arguments.at(), "':header' can't stand beside ':uniqueid'");
        }
        return run -> {
            String id = uniqueId == null ? id(run, header) : uniqueId.value(run);
            if (id == null || seconds == 0) {
                return false;
            }
            String named = handle == null ? "" : "handle " + handle.value(run);
            Duration most = run.limits().rememberMost();
            Duration period = seconds < 0 || seconds > most.toSeconds() ? most : Duration.ofSeconds(seconds);
            Effect.Memory memory =
                    new Effect.Memory(Effect.Memory.Kind.DUPLICATE, Digests.of("duplicate", named, id), period);
            run.spend(100);
            boolean seen = run.host().remembers(memory);
            // RFC 7352 §3.3: with ":last" the time is counted from now on, else from when it was new.
            if (!seen || last) {
                run.remember(memory);
            }
            return seen;
        };
    }

    /** RFC 7352 §3.1: the first field's text; null if there is none. */
    private static @Nullable String id(Run run, @Nullable Text header) throws ScriptException {
        List<Field> fields = run.mail().named(header == null ? "message-id" : header.value(run));
        return fields.isEmpty() ? null : fields.getFirst().text();
    }
}
