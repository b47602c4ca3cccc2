package org.jdbmail.core.mailbox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.MailboxStatus;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;
import org.jspecify.annotations.Nullable;

/**
 * What one user may do with mailboxes, own and others': every rule of names and rights, for every front alike. Each act is work
 * inside of a transaction, to be run by whoever asks. What the user may not look up does not exist for him (RFC 4314 §6).
 */
public final class UserMailboxes {
    private final User user;
    private final Names names;

    public UserMailboxes(User user) {
        this.user = user;
        this.names = new Names(user);
    }

    /** How this user names mailboxes. */
    public Names names() {
        return names;
    }

    /**
     * The mailbox of that name.
     *
     * @throws Refusal NOT_FOUND
     */
    public MailboxAccess find(Tx tx, MailboxName name) {
        return names.find(tx, name).orElseThrow(() -> new Refusal(Reason.NOT_FOUND, "There is no such mailbox"));
    }

    /**
     * The mailbox of that name, if messages can be in it and the user has a right on it.
     *
     * @throws Refusal NOT_FOUND, also for a place without messages; NO_PERMISSION
     */
    public MailboxAccess findWith(Tx tx, MailboxName name, Right right) {
        MailboxAccess access = find(tx, name);
        if (access.mailbox().noSelect()) {
            throw new Refusal(Reason.NOT_FOUND, "That name holds no messages");
        }
        require(access, right);
        return access;
    }

    /** Every mailbox that the user owns or may look up, by what the user calls it. */
    public NavigableMap<String, MailboxAccess> visible(Tx tx) {
        NavigableMap<String, MailboxAccess> all = new TreeMap<>();
        for (MailboxAccess access : tx.mailboxes().visibleTo(user.id())) {
            all.put(names.nameOf(access.mailbox()), access);
        }
        return all;
    }

    /** The names that the user is subscribed to and that no mailbox has any more (RFC 3501 §6.3.9). */
    public List<String> subscribedNames(Tx tx) {
        return tx.subscriptions().names(user.id()).stream().map(names::nameOf).toList();
    }

    /** Counts the messages of mailboxes that were found before, by mailbox; what was deleted meanwhile is left out. */
    public Map<Long, MailboxStatus> count(Tx tx, List<Long> mailboxIds) {
        return tx.mailboxes().status(mailboxIds);
    }

    /**
     * Octets of the messages of mailboxes that were found before, by mailbox; those without any are left out.
     *
     * @param deleted whether only messages that have {@code \Deleted} count
     */
    public Map<Long, Long> octets(Tx tx, List<Long> mailboxIds, boolean deleted) {
        return tx.mailboxes().octets(mailboxIds, deleted);
    }

    /** A mailbox that was found before, with what the user may do now, be it nothing; empty if it was deleted meanwhile. */
    public Optional<MailboxAccess> again(Tx tx, long mailboxId) {
        return tx.mailboxes().access(user.id(), mailboxId);
    }

    /** Whether the user may know that there is such a mailbox (RFC 4314 §4: the lookup right). */
    public boolean mayKnow(MailboxAccess access) {
        return names.mayKnow(access);
    }

    /** @throws Refusal NO_PERMISSION unless the user has the right */
    public static void require(MailboxAccess access, Right right) {
        if (!access.rights().has(right)) {
            throw new Refusal(Reason.NO_PERMISSION, "You don't have the right to do that");
        }
    }

    /**
     * Makes a mailbox, and the levels above it.
     *
     * @param specialUse an attribute of RFC 6154; null for none
     * @return its id
     * @throws Refusal INVALID, ALREADY_EXISTS, NO_PERMISSION
     */
    public long create(Tx tx, MailboxName name, @Nullable String specialUse) {
        NewNames placement = new NewNames(user, names, tx);
        Place place = placement.of(name.withoutTrailingSeparator());
        MailboxAccess existing = placement.access(place.ownerId(), place.name());
        if (existing != null && !existing.mailbox().noSelect()) {
            throw placement.taken(existing);
        }
        placement.makeParents(place);
        if (existing == null) {
            return placement.make(place.ownerId(), place.name(), specialUse);
        }
        tx.mailboxes().makeSelectable(existing.mailbox().id());
        if (specialUse != null) {
            tx.mailboxes().setSpecialUse(existing.mailbox().id(), specialUse);
        }
        return existing.mailbox().id();
    }

    /**
     * Deletes a mailbox; one with others below it stays as a place without messages.
     *
     * @return its id
     * @throws Refusal NOT_FOUND, NO_PERMISSION; INVALID for INBOX, and for a mere place with others below it
     */
    public long delete(Tx tx, MailboxName name) {
        MailboxAccess access = find(tx, name);
        Mailbox mailbox = access.mailbox();
        if (isInbox(mailbox)) {
            throw new Refusal(Reason.INVALID, "INBOX can't be deleted");
        }
        require(access, Right.DELETE);
        if (!hasChildren(tx, mailbox)) {
            tx.mailboxes().delete(mailbox.id());
        } else if (mailbox.noSelect()) {
            throw new Refusal(Reason.INVALID, "There are mailboxes below it");
        } else {
            tx.mailboxes().deleteButKeepChildren(mailbox.id());
        }
        return mailbox.id();
    }

    /** Whether that is this user's own INBOX. */
    private boolean isInbox(Mailbox mailbox) {
        return mailbox.ownerId() == user.id() && mailbox.name().equals(Mailbox.INBOX);
    }

    private static boolean hasChildren(Tx tx, Mailbox mailbox) {
        return tx.mailboxes().ownedBy(mailbox.ownerId()).stream().anyMatch(other -> other.isBelow(mailbox.name()));
    }

    /**
     * Renames a mailbox with everything below it; INBOX gives its messages to the new name and stays (RFC 3501 §6.3.5).
     *
     * @return true, for who needs a result
     * @throws Refusal NOT_FOUND, NO_PERMISSION, ALREADY_EXISTS; INVALID for a name that can't be, or elsewhere
     */
    public boolean rename(Tx tx, MailboxName fromName, MailboxName toName) {
        MailboxAccess from = find(tx, fromName);
        NewNames placement = new NewNames(user, names, tx);
        Place to = placement.of(toName.withoutTrailingSeparator());
        require(from, Right.DELETE);
        Mailbox mailbox = from.mailbox();
        MailboxAccess existing = placement.access(to.ownerId(), to.name());
        // Only the case of the name may be what changes.
        if (existing != null
                && (existing.mailbox().id() != mailbox.id() || mailbox.name().equals(to.name()))) {
            throw placement.taken(existing);
        }
        // Before anything is said of what is there: whether the user may make mailboxes there at all.
        placement.makeParents(to);
        if (isInbox(mailbox)) {
            long target = placement.make(to.ownerId(), to.name(), null);
            // RFC 5464 §4.1
            tx.annotations().copy(mailbox.id(), target);
            tx.messages().move(mailbox.id(), NumberSet.range(1, Long.MAX_VALUE - 1), target, to.ownerId());
            return true;
        }
        if (to.ownerId() != mailbox.ownerId() || Mailbox.isBelow(to.name(), mailbox.name())) {
            throw new Refusal(Reason.INVALID, "A mailbox can't be moved there");
        }
        tx.mailboxes().rename(renamed(tx, mailbox, to.name()));
        return true;
    }

    /** The new names of a mailbox and of all below it. */
    private static Map<Long, String> renamed(Tx tx, Mailbox mailbox, String to) {
        Map<Long, String> names = new HashMap<>();
        names.put(mailbox.id(), to);
        for (Mailbox other : tx.mailboxes().ownedBy(mailbox.ownerId())) {
            if (other.isBelow(mailbox.name())) {
                String name = to + other.name().substring(mailbox.name().length());
                if (!MailboxName.isShort(name)) {
                    throw new Refusal(Reason.INVALID, "The name of a mailbox below it would be too long");
                }
                names.put(other.id(), name);
            }
        }
        return names;
    }

    /**
     * Subscribes to a mailbox; it may go away afterwards.
     *
     * @return its id
     * @throws Refusal NOT_FOUND
     */
    public long subscribe(Tx tx, MailboxName name) {
        long mailboxId = find(tx, name).mailbox().id();
        tx.subscriptions().add(user.id(), mailboxId);
        return mailboxId;
    }

    /**
     * Unsubscribes from a mailbox, or from a name that has none any more.
     *
     * @return whether there was something to unsubscribe from
     * @throws Refusal NOT_FOUND if there is neither
     */
    public boolean unsubscribe(Tx tx, MailboxName name) {
        boolean forgot = names.place(tx, name)
                .filter(place -> tx.subscriptions().remove(user.id(), place.ownerId(), place.name()))
                .isPresent();
        Optional<MailboxAccess> access = forgot ? names.find(tx, name) : Optional.of(find(tx, name));
        access.ifPresent(
                found -> tx.subscriptions().remove(user.id(), found.mailbox().id()));
        return forgot || access.isPresent();
    }
}
