package org.jdbmail.core.admin;

import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;

/**
 * What is done with mail of one kind, as people say it who write no Sieve.
 *
 * @param field what is looked at
 * @param value what is looked for in it
 * @param deed what is done
 * @param target a mailbox or an address; empty where none is needed
 * @param isLast whether later rules are not asked
 */
public record Rule(Field field, String value, Deed deed, String target, boolean isLast) {
    private static final int MOST = 250;

    /** What is looked at. */
    public enum Field {
        FROM,
        TO,
        SUBJECT,
        LIST_ID
    }

    /** What is done. */
    public enum Deed {
        /** It goes into a mailbox. */
        FILE,
        /** A copy goes to an address. */
        COPY,
        /** It is marked as read. */
        READ,
        /** It is flagged. */
        FLAG,
        /** It is thrown away. */
        DISCARD
    }

    /** @throws Refusal INVALID if something is missing */
    public Rule {
        if (value.isBlank() || value.length() > MOST || value.chars().anyMatch(Character::isISOControl)) {
            throw new Refusal(Reason.INVALID, "a rule needs something to look for");
        }
        boolean needsTarget = deed == Deed.FILE || deed == Deed.COPY;
        if (needsTarget
                && (target.isBlank() || target.length() > MOST || target.chars().anyMatch(Character::isISOControl))) {
            throw new Refusal(Reason.INVALID, "a rule needs a mailbox or an address");
        }
        if (deed == Deed.COPY) {
            Forwards.requireAddress(target);
        }
        target = needsTarget ? target : "";
    }
}
