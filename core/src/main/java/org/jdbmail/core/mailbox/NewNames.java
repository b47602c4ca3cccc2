package org.jdbmail.core.mailbox;

import java.util.List;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mail.Rights;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;
import org.jspecify.annotations.Nullable;

/**
 * Where new names of mailboxes lead, and whether the user may make them. Who may not look a mailbox up is told what he would be
 * told if it did not exist (RFC 4314 §6).
 */
final class NewNames {
    private final User user;
    private final Names names;
    private final Tx tx;
    private @Nullable List<Mailbox> all;

    NewNames(User user, Names names, Tx tx) {
        this.user = user;
        this.names = names;
        this.tx = tx;
    }

    /**
     * Where a new mailbox of that name would be: with the levels above spelled as they are already.
     *
     * @throws Refusal INVALID if no mailbox can have that name; NO_PERMISSION if it is below an account that does not exist
     */
    Place of(MailboxName name) {
        if (!name.isValid() || name.name().equals(Names.USERS) || name.name().equals(Names.PUBLIC)) {
            throw new Refusal(Reason.INVALID, "No mailbox can have that name");
        }
        Place place = names.place(tx, name).orElseThrow(NewNames::forbidden);
        if (!new MailboxName(place.name()).isValid()) {
            throw new Refusal(Reason.INVALID, "No mailbox can have that name");
        }
        return new Place(place.ownerId(), spelled(place.ownerId(), place.name()));
    }

    private String spelled(long ownerId, String name) {
        int end = name.lastIndexOf(Mailbox.SEPARATOR);
        String above = end < 0 ? "" : name.substring(0, end);
        // The longest part of it that is there decides.
        for (int cut = above.length(); cut > 0; cut = above.lastIndexOf(Mailbox.SEPARATOR, cut - 1)) {
            String level = above.substring(0, cut);
            for (Mailbox mailbox : owned(ownerId)) {
                if (Mailbox.sameName(mailbox.name(), level) || mailbox.isBelow(level)) {
                    return mailbox.name().substring(0, cut) + name.substring(cut);
                }
            }
        }
        return name;
    }

    private List<Mailbox> owned(long ownerId) {
        List<Mailbox> known = all;
        if (known == null) {
            known = tx.mailboxes().ownedBy(ownerId);
            all = known;
        }
        return known;
    }

    /**
     * Makes the levels above a name that do not exist yet, and checks that the user may make that name below them.
     *
     * @throws Refusal NO_PERMISSION; INVALID if one of the levels can have none below it
     */
    void makeParents(Place place) {
        boolean mine = place.ownerId() == user.id();
        boolean mayCreate = mine;
        String name = place.name();
        for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
            String level = name.substring(0, slash);
            MailboxAccess access = access(place.ownerId(), level);
            if (access == null) {
                if (!mayCreate) {
                    break;
                }
                make(place.ownerId(), level, null);
            } else if (access.mailbox().noInferiors()) {
                throw names.mayKnow(access)
                        ? new Refusal(Reason.INVALID, "No mailbox can be below " + names.nameOf(access.mailbox()))
                        : forbidden();
            } else {
                mayCreate = mine || access.rights().has(Right.CREATE);
            }
        }
        if (!mayCreate) {
            // DBMail: the first level of public and of other users' mailboxes is made by an administrator.
            throw forbidden();
        }
    }

    /** Refuses to make what is there, in words that tell a stranger nothing. */
    Refusal taken(MailboxAccess existing) {
        return names.mayKnow(existing)
                ? new Refusal(Reason.ALREADY_EXISTS, "There is a mailbox of that name")
                : forbidden();
    }

    private static Refusal forbidden() {
        return new Refusal(Reason.NO_PERMISSION, "You can't make mailboxes there");
    }

    /** The mailbox at a place; null if there is none. */
    @Nullable
    MailboxAccess access(long ownerId, String name) {
        return tx.mailboxes().access(user.id(), ownerId, name).orElse(null);
    }

    /** Makes one mailbox; who makes it for somebody else has all rights on it. */
    long make(long ownerId, String name, @Nullable String specialUse) {
        tx.quotas().requireRoomForMailbox(ownerId);
        long id = tx.mailboxes().create(ownerId, name, specialUse);
        if (ownerId != user.id()) {
            tx.mailboxes().grant(id, user.id(), Rights.ALL);
        }
        return id;
    }
}
