package org.jdbmail.core.admin;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Rights;
import org.jdbmail.core.mailbox.MailboxName;
import org.jdbmail.core.mailbox.SharingRules;
import org.jdbmail.core.store.AccessLists;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;

/** Who else may do what with mailboxes: with one's own, and, for administrators, with the public ones. */
public final class Sharing {
    private final Store store;
    private final InstantSource clock;

    public Sharing(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** A mailbox, and the lines of its list that are of others than its owner. */
    public record Shared(Mailbox mailbox, List<AccessLists.Entry> entries) {}

    /** The owner's mailboxes, in two statements. */
    public List<Shared> list(User owner) {
        return store.read(tx -> {
            Map<Long, List<AccessLists.Entry>> lists = tx.accessLists().ofOwner(owner.id());
            List<Shared> all = new ArrayList<>();
            for (Mailbox mailbox : tx.mailboxes().ownedBy(owner.id())) {
                all.add(new Shared(
                        mailbox,
                        lists.getOrDefault(mailbox.id(), List.of()).stream()
                                .filter(entry -> entry.userId() != owner.id())
                                .toList()));
            }
            return all;
        });
    }

    /** The owner of public mailboxes. @throws Refusal NO_PERMISSION, NOT_FOUND */
    public User everybody(Actor actor) {
        actor.requireEverything();
        return store.look(tx -> tx.users().find(User.PUBLIC))
                .orElseThrow(() -> new Refusal(Reason.NOT_FOUND, "there are no public mailboxes"));
    }

    /**
     * Lets an account do something with a mailbox, in place of what it might do before; nothing for {@link Rights#NONE}.
     *
     * @param login an account, or {@code anyone}
     * @throws Refusal INVALID if there is no such account, NOT_FOUND for the mailbox
     */
    public void set(Actor actor, User owner, String mailbox, String login, Rights rights) {
        store.write(tx -> {
            if (tx.users().find(login).isEmpty()) {
                throw new Refusal(Reason.INVALID, "there is no such account");
            }
            new SharingRules(owner).set(tx, new MailboxName(mailbox), login, SharingRules.Mode.REPLACE, rights);
            actor.note(
                    tx,
                    clock.instant(),
                    "sharing.set",
                    owner.login() + "/" + mailbox,
                    login + " " + (rights.equals(Rights.NONE) ? "nothing" : rights.letters()));
            return true;
        });
    }

    /** Makes a public mailbox. @throws Refusal NO_PERMISSION, INVALID, ALREADY_EXISTS */
    public void addPublic(Actor actor, String name) {
        User owner = everybody(actor);
        MailboxName wanted = new MailboxName(name);
        if (!wanted.isValid() || wanted.name().indexOf(Mailbox.SEPARATOR) >= 0) {
            throw new Refusal(Reason.INVALID, "that can be no mailbox's name");
        }
        store.write(tx -> {
            tx.mailboxes().create(owner.id(), wanted.name(), null);
            actor.note(tx, clock.instant(), "mailbox.add", "#Public/" + wanted.name(), "");
            return true;
        });
    }
}
