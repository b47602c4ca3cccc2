package org.jdbmail.core.store;

import org.jspecify.annotations.Nullable;

/**
 * A mailbox as the database keeps it.
 *
 * @param id {@code mailbox_idnr}, which is also its UIDVALIDITY
 * @param ownerId the account it belongs to
 * @param ownerLogin that account's name
 * @param name its name below its owner, in modified UTF-7 (RFC 3501 §5.1.3), levels separated by {@code /}
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
    /** The one mailbox that everybody has (RFC 3501 §5.1), as it is stored. */
    public static final String INBOX = "INBOX";

    /** Separates the levels of a name. */
    public static final char SEPARATOR = '/';
}
