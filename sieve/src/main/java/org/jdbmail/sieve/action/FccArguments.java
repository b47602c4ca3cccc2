package org.jdbmail.sieve.action;

import java.util.List;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.Extension;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.effect.Effect;
import org.jdbmail.sieve.run.Run;
import org.jdbmail.sieve.run.ScriptException;
import org.jdbmail.sieve.run.Text;
import org.jspecify.annotations.Nullable;

/** {@code :fcc} (RFC 8580): a copy of a message that we write is filed. */
record FccArguments(@Nullable Text mailbox, TargetArguments tags, FlagsArgument flags) {
    static FccArguments of(Arguments arguments) throws InvalidScript {
        Text mailbox = arguments.string("fcc", Extension.FCC);
        if (mailbox == null) {
            return new FccArguments(null, new TargetArguments(false, null, null), new FlagsArgument(null));
        }
        String constant = mailbox.constant();
        String wrong = constant == null ? null : TargetArguments.wrong(constant);
        if (wrong != null) {
            arguments.error(arguments.at(), wrong);
        }
        return new FccArguments(mailbox, TargetArguments.of(arguments), FlagsArgument.of(arguments));
    }

    /** The copy; null if none is wanted. */
    Effect.@Nullable Copy now(Run run) throws ScriptException {
        if (mailbox == null) {
            return null;
        }
        List<String> now = flags.now(run);
        return new Effect.Copy(tags.target(mailbox, run), now == null ? List.of() : now);
    }
}
