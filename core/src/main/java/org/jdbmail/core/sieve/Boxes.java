package org.jdbmail.core.sieve;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.mail.ModifiedUtf7;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mailbox.SpecialUse;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;
import org.jdbmail.sieve.effect.FilingTarget;
import org.jspecify.annotations.Nullable;

/** The mailboxes that the scripts of one run may name. They are read once, and only if a script asks for them. */
final class Boxes {
    private final Store store;
    private final User user;
    private @Nullable List<MailboxAccess> visible;
    private @Nullable Map<String, String> uses;

    Boxes(Store store, User user) {
        this.store = store;
        this.user = user;
    }

    private List<MailboxAccess> visible() {
        List<MailboxAccess> known = visible;
        if (known == null) {
            known = store.look(tx -> tx.mailboxes().visibleTo(user.id()));
            visible = known;
        }
        return known;
    }

    /** The mailbox that a name in a script means. */
    Optional<Mailbox> named(String name) {
        return exactly(name).or(() -> other(name));
    }

    private Optional<Mailbox> exactly(String name) {
        return visible().stream()
                .map(MailboxAccess::mailbox)
                .filter(mailbox -> Mailbox.sameName(shown(mailbox), name))
                .findFirst();
    }

    /** Older programs write names as IMAP4rev1 does; so are they read where no mailbox has the other reading. */
    private Optional<Mailbox> other(String name) {
        String decoded = name.indexOf('&') < 0 ? null : ModifiedUtf7.decode(name);
        return decoded == null || decoded.equals(name) ? Optional.empty() : exactly(decoded);
    }

    /** Whether mail may be put into a mailbox (RFC 4314 §4). */
    boolean takesMail(Mailbox mailbox) {
        return !mailbox.noSelect()
                && !mailbox.readOnly()
                && visible().stream()
                        .anyMatch(access -> access.mailbox().id() == mailbox.id()
                                && access.rights().has(Right.POST));
    }

    /** RFC 9042: the mailbox of an id, which is its UIDVALIDITY. */
    Optional<Mailbox> ofId(String id) {
        return visible().stream()
                .map(MailboxAccess::mailbox)
                .filter(mailbox -> Long.toString(mailbox.id()).equals(id))
                .findFirst();
    }

    /** RFC 8579 §4: the owner's own mailbox for a use, as mail programs are told it. */
    Optional<Mailbox> ofUse(String use) {
        return visible().stream()
                .map(MailboxAccess::mailbox)
                .filter(mailbox -> isFor(mailbox, use))
                .findFirst();
    }

    /** Whether a mailbox of the owner's has a use. */
    boolean isFor(Mailbox mailbox, String use) {
        Map<String, String> known = uses;
        if (known == null) {
            known = SpecialUse.of(visible(), user.id());
            uses = known;
        }
        return mailbox.ownerId() == user.id() && use.equalsIgnoreCase(known.get(mailbox.name()));
    }

    /** RFC 8579 §4.1: the use that a mailbox gets which is made for a target; null for none. */
    static @Nullable String useOf(FilingTarget target) {
        String use = target.specialUse();
        return use == null || !SpecialUse.isKnown(use) ? null : SpecialUse.known(use);
    }

    /** The name of the mailbox that a target means, as the owner sees it; it need not be there. */
    String nameOf(FilingTarget target) {
        String id = target.mailboxId();
        Optional<Mailbox> found = id == null ? Optional.empty() : ofId(id).filter(this::takesMail);
        String use = target.specialUse();
        if (found.isEmpty() && use != null) {
            found = ofUse(use).filter(this::takesMail);
        }
        if (found.isEmpty() && target.name().indexOf('&') >= 0) {
            found = named(target.name());
        }
        return found.map(this::shown).orElse(target.name());
    }

    private String shown(Mailbox mailbox) {
        if (mailbox.ownerId() == user.id()) {
            return mailbox.name();
        }
        return mailbox.ownerLogin().equals(User.PUBLIC)
                ? "#Public/" + mailbox.name()
                : "#Users/" + mailbox.ownerLogin() + "/" + mailbox.name();
    }
}
