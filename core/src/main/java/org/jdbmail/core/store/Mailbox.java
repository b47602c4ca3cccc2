package org.jdbmail.core.store;

import org.jspecify.annotations.Nullable;

/**
 * A mailbox as the database keeps it.
 *
 * @param id {@code mailbox_idnr}, which is also its UIDVALIDITY
 * @param ownerId the account it belongs to
 * @param ownerLogin that account's name
 * @param name its name below its owner, in Unicode, levels separated by {@code /}
 * @param noSelect it only holds a place in the hierarchy
 * @param noInferiors nothing can be made below it
 * @param readOnly kept read-only ({@code permission} 1)
 * @param specialUse the attribute of RFC 6154 with its backslash, for example {@code \Sent}; null for none
 */
public record Mailbox(
        long id,
        long ownerId,
        String ownerLogin,
        String name,
        boolean noSelect,
        boolean noInferiors,
        boolean readOnly,
        @Nullable String specialUse) {
    /** The one mailbox that everybody has (RFC 3501 §5.1). */
    public static final String INBOX = "INBOX";

    /** Separates the levels of a name. */
    public static final char SEPARATOR = '/';

    /** Whether two names mean the same mailbox of an owner, as DBMail has it: whatever their ASCII case. */
    public static boolean sameName(String one, String other) {
        return one.length() == other.length() && startsWith(one, other);
    }

    /** Whether a name is below another in the hierarchy, at whatever depth. */
    public static boolean isBelow(String name, String other) {
        return name.length() > other.length() + 1
                && name.charAt(other.length()) == SEPARATOR
                && startsWith(name, other);
    }

    /** Whether this mailbox is below that name of the same owner. */
    public boolean isBelow(String other) {
        return isBelow(name, other);
    }

    private static boolean startsWith(String name, String start) {
        for (int i = 0; i < start.length(); i++) {
            if (lower(name.charAt(i)) != lower(start.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }
}
