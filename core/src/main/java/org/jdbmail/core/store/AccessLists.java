package org.jdbmail.core.store;

import java.util.List;
import java.util.Map;
import org.jdbmail.core.mail.Rights;

/** Who may do what with each mailbox ({@code dbmail_acl}; RFC 4314). What a user may do in the end is {@link MailboxAccess}. */
public interface AccessLists {
    /**
     * A line of a list.
     *
     * @param userId the account
     * @param login its name; {@link User#ANYONE} stands for everybody
     */
    record Entry(long userId, String login, Rights rights) {}

    /** The list of a mailbox, by name of the account. An owner who isn't on it has all rights. */
    List<Entry> of(long mailboxId);

    /** The lists of all mailboxes of an owner, by mailbox; those that are empty are left out. */
    Map<Long, List<Entry>> ofOwner(long ownerId);

    /** Gives an account these rights on a mailbox in place of those it had; {@link Rights#NONE} stays as a line. */
    void set(long mailboxId, long userId, Rights rights);

    /** Takes an account's line away; nothing happens if there is none. */
    void remove(long mailboxId, long userId);
}
