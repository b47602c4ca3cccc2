package org.jdbmail.core.mailbox;

import java.util.ArrayList;
import java.util.List;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mail.Rights;
import org.jdbmail.core.store.AccessLists;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;

/**
 * Who may see and change the access control list of a mailbox, and how (RFC 4314). Each act is work inside of a transaction. An
 * owner keeps the rights to see the mailbox and to change the list whatever the list says: nobody can lock himself out.
 */
public final class SharingRules {
    /** What an owner always has. */
    public static final Rights OWNERS = Rights.of(Right.LOOKUP, Right.ADMINISTER);

    /** Any of these allows to ask for one's own rights (RFC 4314 §4, MYRIGHTS). */
    private static final Rights ASKING =
            Rights.of(Right.LOOKUP, Right.READ, Right.INSERT, Right.CREATE, Right.DELETE, Right.ADMINISTER);

    private final User user;
    private final UserMailboxes mailboxes;

    public SharingRules(User user) {
        this.user = user;
        this.mailboxes = new UserMailboxes(user);
    }

    /** How rights change. */
    public enum Mode {
        /** The account has these and no others. */
        REPLACE,
        /** The account has these beside those that it had. */
        ADD,
        /** The account has these no more. */
        REMOVE
    }

    /**
     * A mailbox's list, with a line for its owner.
     *
     * @throws Refusal NOT_FOUND, NO_PERMISSION
     */
    public List<AccessLists.Entry> list(Tx tx, MailboxName name) {
        MailboxAccess access = administered(tx, name);
        List<AccessLists.Entry> entries =
                new ArrayList<>(tx.accessLists().of(access.mailbox().id()));
        long owner = access.mailbox().ownerId();
        boolean listed = entries.removeIf(
                        entry -> entry.userId() == owner && entry.rights().equals(Rights.ALL))
                || entries.stream().noneMatch(entry -> entry.userId() == owner);
        if (listed) {
            entries.add(new AccessLists.Entry(owner, access.mailbox().ownerLogin(), Rights.ALL));
        }
        return entries;
    }

    /**
     * Changes the line of an account.
     *
     * @param identifier a login name, or {@code anyone}
     * @return the mailbox's id
     * @throws Refusal NOT_FOUND for the mailbox or the account, NO_PERMISSION
     */
    public long set(Tx tx, MailboxName name, String identifier, Mode mode, Rights rights) {
        MailboxAccess access = administered(tx, name);
        long mailboxId = access.mailbox().id();
        long ownerId = access.mailbox().ownerId();
        User grantee = account(tx, identifier);
        boolean owner = grantee.id() == ownerId;
        Rights before = tx.accessLists().of(mailboxId).stream()
                .filter(entry -> entry.userId() == grantee.id())
                .map(AccessLists.Entry::rights)
                .findFirst()
                .orElse(owner ? Rights.ALL : Rights.NONE);
        Rights after = switch (mode) {
            case REPLACE -> rights;
            case ADD -> before.plus(rights);
            case REMOVE -> before.minus(rights);
        };
        if (owner) {
            after = after.plus(OWNERS);
        }
        if (after.equals(owner ? Rights.ALL : Rights.NONE)) {
            tx.accessLists().remove(mailboxId, grantee.id());
        } else {
            tx.accessLists().set(mailboxId, grantee.id(), after);
        }
        return mailboxId;
    }

    /**
     * Takes the line of an account away, if there is one.
     *
     * @return the mailbox's id
     * @throws Refusal NOT_FOUND for the mailbox or the account, NO_PERMISSION
     */
    public long remove(Tx tx, MailboxName name, String identifier) {
        MailboxAccess access = administered(tx, name);
        tx.accessLists().remove(access.mailbox().id(), account(tx, identifier).id());
        return access.mailbox().id();
    }

    /**
     * What an account has on a mailbox whatever the list says.
     *
     * @throws Refusal NOT_FOUND for the mailbox or the account, NO_PERMISSION
     */
    public Rights always(Tx tx, MailboxName name, String identifier) {
        MailboxAccess access = administered(tx, name);
        return account(tx, identifier).id() == access.mailbox().ownerId() ? OWNERS : Rights.NONE;
    }

    /**
     * What the user may do with a mailbox.
     *
     * @throws Refusal NOT_FOUND, also for who has no right at all
     */
    public Rights mine(Tx tx, MailboxName name) {
        MailboxAccess access = mailboxes
                .names()
                .meet(tx, name)
                .orElseThrow(() -> new Refusal(Reason.NOT_FOUND, "There is no such mailbox"));
        boolean some = !access.rights().minus(ASKING).equals(access.rights());
        if (!some && access.mailbox().ownerId() != user.id()) {
            throw new Refusal(Reason.NOT_FOUND, "There is no such mailbox");
        }
        return access.rights();
    }

    private MailboxAccess administered(Tx tx, MailboxName name) {
        MailboxAccess access = mailboxes.find(tx, name);
        if (access.mailbox().ownerId() != user.id()) {
            UserMailboxes.require(access, Right.ADMINISTER);
        }
        return access;
    }

    private static User account(Tx tx, String identifier) {
        return tx.users()
                .find(identifier)
                .filter(found -> !found.login().equals(User.INTERNAL_DELIVERY)
                        && !found.login().equals(User.PUBLIC))
                .orElseThrow(() -> new Refusal(Reason.NOT_FOUND, "There is no such account"));
    }
}
