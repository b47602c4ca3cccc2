package org.jdbmail.core.moving.source;

import java.util.List;
import org.jdbmail.core.mail.Rights;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a mailbox that is elsewhere, beside its messages.
 *
 * @param name in Unicode, levels separated by {@code /}
 * @param holdsMessages false for a mere level of the hierarchy
 * @param uidValidity what its UIDs belong to; 0 where that is not known
 * @param specialUse an attribute of RFC 6154; null for none
 * @param subscribed whether its owner is subscribed to it
 */
public record AboutMailbox(
        String name,
        boolean holdsMessages,
        long uidValidity,
        @Nullable String specialUse,
        boolean subscribed,
        List<Grant> grants) {
    /** A line of its access control list. */
    public record Grant(String login, Rights rights) {}

    /** A mailbox of which nothing is known but its name. */
    public static AboutMailbox named(String name) {
        return new AboutMailbox(name, true, 0, null, false, List.of());
    }

    /** The same under another name. */
    public AboutMailbox withName(String other) {
        return new AboutMailbox(other, holdsMessages, uidValidity, specialUse, subscribed, grants);
    }
}
