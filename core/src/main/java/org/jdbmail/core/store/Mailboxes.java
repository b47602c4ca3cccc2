package org.jdbmail.core.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.mail.Rights;
import org.jspecify.annotations.Nullable;

/**
 * Mailboxes and who may do what with them ({@code dbmail_mailboxes}, {@code dbmail_acl}). Names are in
 * Unicode, and compared as DBMail does: without regard to ASCII case, and exactly otherwise. In the tables they are in modified
 * UTF-7; one there that is not is taken for what it says.
 */
public interface Mailboxes {
    /** The mailbox with that id. */
    Optional<Mailbox> find(long id);

    /** The mailbox of that owner and name. */
    Optional<Mailbox> find(long ownerId, String name);

    /** The mailbox of that owner and name as {@code userId} meets it; also when the user has no right on it at all. */
    Optional<MailboxAccess> access(long userId, long ownerId, String name);

    /** The mailbox with that id as {@code userId} meets it; also when the user has no right on it at all. */
    Optional<MailboxAccess> access(long userId, long mailboxId);

    /**
     * Every mailbox that the user owns, and every other on which the user or {@code anyone} has the lookup right, by
     * owner and name.
     */
    List<MailboxAccess> visibleTo(long userId);

    /** All mailboxes of an owner, by name. */
    List<Mailbox> ownedBy(long ownerId);

    /**
     * Makes a mailbox; its parents must exist. Its {@code seq} starts at 1.
     *
     * @param specialUse RFC 6154 attribute, or null
     * @throws org.jdbmail.core.mail.Refusal ALREADY_EXISTS
     */
    long create(long ownerId, String name, @Nullable String specialUse);

    /** @param specialUse RFC 6154 attribute; null for none */
    void setSpecialUse(long mailboxId, @Nullable String specialUse);

    /** Grants rights on a mailbox to a user, in place of those the user had. */
    void grant(long mailboxId, long userId, Rights rights);

    /**
     * Removes a mailbox with its messages and gives their octets back to the owner's quota. Of its name, only subscriptions
     * are kept ({@link Subscriptions}). Other sessions that have it open learn of it at their next refresh.
     */
    void delete(long mailboxId);

    /** Removes all messages of a mailbox and leaves it as a {@code \Noselect} place in the hierarchy. */
    void deleteButKeepChildren(long mailboxId);

    /** Makes a {@code \Noselect} place an ordinary mailbox again. */
    void makeSelectable(long mailboxId);

    /**
     * Renames mailboxes of one owner, all at once.
     *
     * @param names new name for each id
     * @throws org.jdbmail.core.mail.Refusal ALREADY_EXISTS
     */
    void rename(Map<Long, String> names);

    /**
     * Octets of the visible messages in mailboxes, at least as many as they are served with (RFC 8438 §4), by mailbox; those without
     * any are left out.
     *
     * @param deleted whether only messages that have {@code \\Deleted} count
     */
    Map<Long, Long> octets(List<Long> mailboxIds, boolean deleted);

    /** Counts of messages for STATUS of mailboxes that nobody has open, in one statement; missing ids are left out. */
    Map<Long, MailboxStatus> status(List<Long> mailboxIds);
}
