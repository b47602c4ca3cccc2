package org.jdbmail.sieve.effect;

import org.jspecify.annotations.Nullable;

/**
 * The mailbox that a message is filed into.
 *
 * @param name as the script has it; used where the other two lead nowhere; empty for where mail is kept
 * @param mailboxId the id of the mailbox that is preferred (RFC 9042 §3)
 * @param specialUse the use, with its backslash, of the mailbox that is preferred (RFC 8579 §4)
 * @param create whether a mailbox that doesn't exist is made (RFC 5490 §3.2)
 */
public record FilingTarget(
        String name, @Nullable String mailboxId, @Nullable String specialUse, boolean create) {
    /** Where mail comes without a script: the INBOX, unless its address or somebody else says otherwise. */
    public static final FilingTarget KEEP = new FilingTarget("", null, null, false);

    /** Whether this is where mail comes without a script. */
    public boolean isKeep() {
        return name.isEmpty();
    }

    /** Whether this is the user's INBOX by its name, which it has in any case. */
    public boolean isInbox() {
        return mailboxId == null && specialUse == null && name.equalsIgnoreCase("INBOX");
    }
}
