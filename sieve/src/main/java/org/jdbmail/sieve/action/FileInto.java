package org.jdbmail.sieve.action;

import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.Extension;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.run.Flow;
import org.jdbmail.sieve.run.Instruction;
import org.jdbmail.sieve.run.Text;

/** {@code fileinto} (RFC 5228 §4.1): stores the message in a mailbox. */
public final class FileInto {
    private FileInto() {}

    /** Understands it. */
    public static Instruction of(Arguments arguments) throws InvalidScript {
        FlagsArgument flags = FlagsArgument.of(arguments);
        boolean copy = arguments.flag("copy", Extension.COPY);
        TargetArguments tags = TargetArguments.of(arguments);
        Text name = mailbox(arguments);
        return run -> {
            run.file(tags.target(name, run), flags.now(run), copy);
            return Flow.NEXT;
        };
    }

    private static Text mailbox(Arguments arguments) throws InvalidScript {
        Text name = arguments.string("the name of a mailbox");
        String constant = name.constant();
        String wrong = constant == null ? null : TargetArguments.wrong(constant);
        if (wrong != null) {
            arguments.error(arguments.at(), wrong);
        }
        return name;
    }
}
