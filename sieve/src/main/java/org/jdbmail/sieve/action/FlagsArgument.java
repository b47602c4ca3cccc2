package org.jdbmail.sieve.action;

import java.util.List;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.Extension;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.run.Flags;
import org.jdbmail.sieve.run.Run;
import org.jdbmail.sieve.run.ScriptException;
import org.jdbmail.sieve.run.Text;
import org.jspecify.annotations.Nullable;

/**
 * {@code :flags} (RFC 5232 §5): the flags of a message that is stored.
 *
 * @param texts null where those of the internal variable are taken
 */
record FlagsArgument(@Nullable List<Text> texts) {
    static FlagsArgument of(Arguments arguments) throws InvalidScript {
        return new FlagsArgument(arguments.taggedStrings("flags", Extension.IMAP4FLAGS));
    }

    /** The flags now; null for those of the internal variable. */
    @Nullable
    List<String> now(Run run) throws ScriptException {
        return texts == null ? null : Flags.of(Text.values(texts, run));
    }
}
