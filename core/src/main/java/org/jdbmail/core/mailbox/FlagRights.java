package org.jdbmail.core.mailbox;

import java.util.List;
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

    /** Keywords that one command may name. */
    private static final int MOST_AT_ONCE = 100;

    /** Keywords that are in use in a mailbox from which on STORE makes no new ones: each of them is told at every SELECT. */
    private static final int MOST_IN_USE = 500;

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

    /** @throws Refusal LIMIT if a keyword is too long to be kept, or if they are too many for one message */
    public static void checkKeywords(FlagSet flags) {
        if (flags.keywords().size() > MOST_AT_ONCE) {
            throw new Refusal(Reason.LIMIT, "These are more than " + MOST_AT_ONCE + " keywords");
        }
        for (String keyword : flags.keywords()) {
            if (keyword.length() > LONGEST_KEYWORD) {
                throw new Refusal(Reason.LIMIT, "A keyword is longer than " + LONGEST_KEYWORD + " characters");
            }
        }
    }

    /** Whether keywords that are not in use may come into use (RFC 3501 §7.1, PERMANENTFLAGS). */
    public static boolean mayMakeKeywords(List<String> inUse) {
        return inUse.size() < MOST_IN_USE;
    }

    /** @throws Refusal LIMIT if keywords are new in a mailbox that has enough of them */
    public static void checkNewKeywords(FlagSet flags, List<String> inUse) {
        if (!mayMakeKeywords(inUse)
                && !new FlagSet(0, Set.copyOf(inUse)).keywords().containsAll(flags.keywords())) {
            throw new Refusal(Reason.LIMIT, "There are too many keywords in this mailbox");
        }
    }
}
