package org.jdbmail.mime.field;

import org.jspecify.annotations.Nullable;

/**
 * One address structure as IMAP knows it (RFC 3501 §7.4.2). All texts are strings of bytes (ISO-8859-1), undecoded. A
 * group starts with a structure that has only a mailbox, the group's name, and ends with one that has nothing.
 *
 * @param name the display name, or the comment after a bare address
 * @param route an obsolete source route
 * @param mailbox the local part, without the quotes of a quoted string
 * @param host the domain
 */
public record MailAddress(
        @Nullable String name,
        @Nullable String route,
        @Nullable String mailbox,
        @Nullable String host) {
    /** The end of a group. */
    static final MailAddress GROUP_END = new MailAddress(null, null, null, null);

    static MailAddress groupStart(String name) {
        return new MailAddress(null, null, name, null);
    }

    /** Whether this opens a group and is no address. */
    public boolean isGroupStart() {
        return host == null && mailbox != null;
    }

    /** Whether this closes a group and is no address. */
    public boolean isGroupEnd() {
        return host == null && mailbox == null;
    }

    /** {@code local@domain}, decoded; null for the start or end of a group. */
    public @Nullable String address() {
        return mailbox == null || host == null ? null : HeaderText.decode(mailbox) + '@' + HeaderText.decode(host);
    }

    /** The display name, decoded; null if there is none. */
    public @Nullable String displayName() {
        return name == null ? null : HeaderText.decode(name);
    }
}
