package org.jdbmail.core.delivery;

import java.util.Optional;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.Inboxes;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;
import org.jspecify.annotations.Nullable;

/** Finds, and where that is wanted makes, the mailboxes that a delivery goes to. */
final class PlaceFinder {
    private static final String USERS = "#Users/";
    private static final String PUBLIC = "#Public/";

    private final Store store;
    private final Inboxes inboxes;

    PlaceFinder(Store store) {
        this.store = store;
        this.inboxes = new Inboxes(store);
    }

    /** A mailbox's name below its owner. */
    private record Name(long ownerId, String name) {}

    /** Where a message goes that is kept. */
    Destination usual(Target target, FlagSet flags) {
        long user = target.user().id();
        long mailbox = target.mailboxId().orElseGet(() -> inboxes.findOrCreate(user));
        return new Destination(mailbox, user, flags, true);
    }

    /** A mailbox that a name means; the usual place where it is missing, or takes no mail from this account. */
    Destination named(Target target, Action.FileInto action) {
        if (action.mailbox().equalsIgnoreCase(Mailbox.INBOX)) {
            return inbox(target, action.flags());
        }
        Optional<Destination> found = find(target.user(), action);
        if (found.isEmpty() && action.insistence() != Action.Insistence.IF_THERE) {
            make(target.user(), action.mailbox(), action.use());
            found = find(target.user(), action);
        }
        return found.orElseGet(() -> usual(target, action.flags()));
    }

    private Destination inbox(Target target, FlagSet flags) {
        long user = target.user().id();
        return new Destination(inboxes.findOrCreate(user), user, flags, true);
    }

    private Optional<Destination> find(User user, Action.FileInto action) {
        return store.look(tx -> name(tx, user, action.mailbox())
                .flatMap(name -> tx.mailboxes().access(user.id(), name.ownerId, name.name))
                .filter(access ->
                        action.insistence() == Action.Insistence.FORCED ? holdsMail(access) : takesMail(access))
                .map(access ->
                        new Destination(access.mailbox().id(), access.mailbox().ownerId(), action.flags(), true)));
    }

    private static Optional<Name> name(Tx tx, User user, String shown) {
        if (shown.startsWith(PUBLIC)) {
            return owned(tx, User.PUBLIC, shown.substring(PUBLIC.length()));
        }
        if (shown.startsWith(USERS)) {
            int slash = shown.indexOf(Mailbox.SEPARATOR, USERS.length());
            return slash < 0
                    ? Optional.empty()
                    : owned(tx, shown.substring(USERS.length(), slash), shown.substring(slash + 1));
        }
        return Optional.of(new Name(user.id(), shown));
    }

    private static Optional<Name> owned(Tx tx, String owner, String name) {
        return tx.users().find(owner).map(user -> new Name(user.id(), name));
    }

    // RFC 4314 §4: mail may be put where its owner has the right p.
    static boolean takesMail(MailboxAccess access) {
        return holdsMail(access) && access.rights().has(Right.POST);
    }

    private static boolean holdsMail(MailboxAccess access) {
        return !access.mailbox().noSelect() && !access.mailbox().readOnly();
    }

    /** Makes a mailbox of the account, with its parents, and subscribes to it; names in other namespaces are left alone. */
    private void make(User user, String name, @Nullable String use) {
        if (name.startsWith("#") || !isName(name)) {
            return;
        }
        for (int end = name.indexOf(Mailbox.SEPARATOR); end >= 0; end = name.indexOf(Mailbox.SEPARATOR, end + 1)) {
            String parent = name.substring(0, end);
            unlessThere(() ->
                    store.write(tx -> tx.mailboxes().find(user.id(), parent).isPresent()
                            || tx.mailboxes().create(user.id(), parent, null) > 0));
        }
        unlessThere(() -> store.write(tx -> {
            Optional<Mailbox> there = tx.mailboxes().find(user.id(), name);
            if (there.isPresent() && there.get().noSelect()) {
                tx.mailboxes().makeSelectable(there.get().id());
            } else if (there.isEmpty()) {
                tx.subscriptions().add(user.id(), tx.mailboxes().create(user.id(), name, use));
            }
            return true;
        }));
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= 200
                && !name.startsWith("/")
                && !name.endsWith("/")
                && !name.contains("//")
                && name.chars().noneMatch(c -> c < ' ' || c == 0x7f || c == '*' || c == '%');
    }

    private static void unlessThere(Runnable creation) {
        try {
            creation.run();
        } catch (Refusal refusal) {
            // Somebody else made it at the same time.
            if (refusal.reason() != Reason.ALREADY_EXISTS) {
                throw refusal;
            }
        }
    }
}
