package org.jdbmail.imapd.session;

import java.util.Set;
import java.util.function.Predicate;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Right;

/** Which flags a user may change (RFC 4314 §4), and which keywords can be kept. */
public final class FlagRights {
    /** The longest keyword that the tables of every database hold. */
    private static final int LONGEST_KEYWORD = 64;

    private FlagRights() {}

    /** The right that changing a flag needs. */
    public static Right right(Flag flag) {
        return switch (flag) {
            case SEEN -> Right.SEEN;
            case DELETED -> Right.DELETED;
            case ANSWERED, FLAGGED, DRAFT -> Right.WRITE;
        };
    }

    /** Those of the flags that may be changed with these rights. */
    public static FlagSet allowed(Predicate<Right> rights, FlagSet flags) {
        int system = 0;
        for (Flag flag : Flag.values()) {
            if (flags.has(flag) && rights.test(right(flag))) {
                system |= flag.bit();
            }
        }
        return new FlagSet(system, rights.test(Right.WRITE) ? flags.keywords() : Set.of());
    }

    /** @throws Refusal LIMIT if a keyword is too long to be kept */
    public static void checkKeywords(FlagSet flags) {
        for (String keyword : flags.keywords()) {
            if (keyword.length() > LONGEST_KEYWORD) {
                throw new Refusal(Reason.LIMIT, "A keyword is longer than " + LONGEST_KEYWORD + " characters");
            }
        }
    }
}
