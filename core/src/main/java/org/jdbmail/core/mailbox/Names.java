package org.jdbmail.core.mailbox;

import java.util.Optional;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.Subscriptions;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;

/**
 * How one user's client names mailboxes (RFC 2342): its own by their names, those of others below {@code #Users/} and the
 * owner's name, public ones below {@code #Public/}. DBMail's namespaces.
 */
public final class Names {
    /** What names of other users' mailboxes begin with; no separator at its end, as DBMail has it. */
    public static final String USERS = "#Users";

    /** What names of public mailboxes begin with. */
    public static final String PUBLIC = "#Public";

    private final User user;

    public Names(User user) {
        this.user = user;
    }

    /** Where a name leads; empty if it names no account that exists. */
    public Optional<Place> place(Tx tx, MailboxName name) {
        String text = name.name();
        if (text.startsWith(PUBLIC + "/")) {
            String rest = text.substring(PUBLIC.length() + 1);
            return tx.users().find(User.PUBLIC).map(owner -> new Place(owner.id(), rest));
        }
        if (text.startsWith(USERS + "/")) {
            String rest = text.substring(USERS.length() + 1);
            int slash = rest.indexOf('/');
            if (slash < 0) {
                return Optional.empty();
            }
            return tx.users().find(rest.substring(0, slash)).map(owner -> new Place(owner.id(), below(rest, slash)));
        }
        return Optional.of(new Place(user.id(), text));
    }

    /** Another user's INBOX is theirs in whatever case, too. */
    private static String below(String rest, int slash) {
        return new MailboxName(rest.substring(slash + 1)).name();
    }

    /** The mailbox of that name as the user meets it, if the user may know of it (RFC 4314 §4: the lookup right). */
    public Optional<MailboxAccess> find(Tx tx, MailboxName name) {
        return meet(tx, name).filter(this::mayKnow);
    }

    /** The mailbox of that name as the user meets it, also if the user may not know of it. */
    Optional<MailboxAccess> meet(Tx tx, MailboxName name) {
        return place(tx, name).flatMap(place -> tx.mailboxes().access(user.id(), place.ownerId(), place.name()));
    }

    /** Whether the user may know that there is such a mailbox (RFC 4314 §4: the lookup right). */
    boolean mayKnow(MailboxAccess access) {
        return access.rights().has(Right.LOOKUP) || access.mailbox().ownerId() == user.id();
    }

    /** What the user calls a mailbox. */
    public String nameOf(Mailbox mailbox) {
        return nameOf(mailbox.ownerId(), mailbox.ownerLogin(), mailbox.name());
    }

    /** What the user calls a mailbox that was deleted. */
    public String nameOf(Subscriptions.Name gone) {
        return nameOf(gone.ownerId(), gone.ownerLogin(), gone.name());
    }

    private String nameOf(long ownerId, String ownerLogin, String name) {
        if (ownerId == user.id()) {
            return name;
        }
        return ownerLogin.equals(User.PUBLIC) ? PUBLIC + "/" + name : USERS + "/" + ownerLogin + "/" + name;
    }
}
