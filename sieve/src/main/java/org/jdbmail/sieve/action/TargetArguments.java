package org.jdbmail.sieve.action;

import java.util.Locale;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.Extension;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.effect.FilingTarget;
import org.jdbmail.sieve.run.Run;
import org.jdbmail.sieve.run.ScriptException;
import org.jdbmail.sieve.run.Text;
import org.jspecify.annotations.Nullable;

/** The tags that say more of the mailbox that a message is filed into (RFC 5490 §3.2, RFC 8579 §4, RFC 9042 §3). */
record TargetArguments(
        boolean create, @Nullable Text specialUse, @Nullable Text mailboxId) {
    private static final int LONGEST_NAME = 1_000;

    static TargetArguments of(Arguments arguments) throws InvalidScript {
        boolean create = arguments.flag("create", Extension.MAILBOX);
        Text specialUse = arguments.string("specialuse", Extension.SPECIAL_USE);
        Text mailboxId = arguments.string("mailboxid", Extension.MAILBOXID);
        if (specialUse != null && mailboxId != null) {
            // RFC 9042 §3.2.
            arguments.error(arguments.at(), "':specialuse' can't stand beside ':mailboxid'");
        }
        if (specialUse != null && specialUse.constant() != null && !isUse(specialUse.constant())) {
            arguments.error(
                    arguments.at(), "'" + specialUse.constant() + "' is no special use, which begins with a backslash");
        }
        return new TargetArguments(create, specialUse, mailboxId);
    }

    private static boolean isUse(@Nullable String use) {
        return use != null && use.matches("\\\\[A-Za-z0-9_$.-]+");
    }

    /** Says what is wrong with the name of a mailbox; null if nothing is. */
    static @Nullable String wrong(String name) {
        if (name.isEmpty()) {
            return "the name of a mailbox can't be empty";
        }
        if (name.length() > LONGEST_NAME) {
            return "the name of a mailbox is longer than " + LONGEST_NAME + " characters";
        }
        if (name.chars().anyMatch(c -> c < ' ' || c == 127 || c == 0xFFFD || c == 0x2028 || c == 0x2029)) {
            return "the name of a mailbox holds characters that none may";
        }
        return null;
    }

    /** The mailbox of a name. */
    FilingTarget target(Text name, Run run) throws ScriptException {
        String value = name.value(run);
        String wrong = wrong(value);
        if (wrong != null) {
            throw new ScriptException(wrong);
        }
        String use = specialUse == null ? null : specialUse.value(run);
        if (use != null && !isUse(use)) {
            throw new ScriptException("'" + use + "' is no special use, which begins with a backslash");
        }
        return new FilingTarget(
                value.toUpperCase(Locale.ROOT).equals("INBOX") ? "INBOX" : value,
                mailboxId == null ? null : mailboxId.value(run),
                use,
                create);
    }
}
