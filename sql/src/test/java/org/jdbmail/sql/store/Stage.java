package org.jdbmail.sql.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.Rights;
import org.jdbmail.core.mailbox.UserMailboxes;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Delivery;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.Outgoing;
import org.jdbmail.core.store.OutgoingRecipient;
import org.jdbmail.core.store.Portion;
import org.jdbmail.core.store.User;
import org.jdbmail.sql.SqlStore;

/**
 * Two accounts with something of everything, on which one thing is done: three messages, mailboxes below each other, rights, a script, an
 * alias, mail in the queue.
 */
record Stage(SqlStore store, String login, long me, long friend, long inbox, long archive, long old, List<Long> uids) {

    static Stage set(SqlStore store, String login) {
        record Made(long me, long friend, long inbox, long archive, long old) {}
        Made made = store.write(tx -> {
            long me = tx.users().create(login, new Credential("", ""), 0, 0);
            long friend = tx.users().create(login + "-friend", new Credential("", ""), 0, 0);
            long inbox = tx.mailboxes().create(me, "INBOX", null);
            tx.mailboxes().create(friend, "INBOX", null);
            long archive = tx.mailboxes().create(me, "Archive", null);
            long old = tx.mailboxes().create(me, "Archive/Old", "\\Archive");
            tx.mailboxes().grant(archive, friend, Rights.ALL);
            tx.subscriptions().add(friend, archive);
            tx.sieveScripts().put(me, "first", "keep;");
            tx.sieveScripts().put(me, "second", "discard;");
            tx.sieveScripts().activate(me, "first");
            tx.aliases().add(new Alias(login + "@example.test", Long.toString(me), 0));
            return new Made(me, friend, inbox, archive, old);
        });
        List<FlagSet> flags = List.of(FlagSet.of(Flag.SEEN), FlagSet.of(0, Set.of("Work")), FlagSet.of(Flag.DELETED));
        List<Long> uids = new ArrayList<>();
        for (int i = 0; i < flags.size(); i++) {
            Destination destination = new Destination(made.inbox, made.me, flags.get(i), false);
            uids.add(((Delivered.Stored)
                            store.deliver(StoreContract.message(i), StoreContract.DATE, List.of(destination))
                                    .getFirst())
                    .uid());
        }
        store.deliver(new Delivery(
                List.of(new Delivery.Content(StoreContract.message(9), StoreContract.DATE)),
                List.of(new Portion(List.of(), List.of(mail(login, "a@there.test", "b@there.test")), List.of()))));
        return new Stage(store, login, made.me, made.friend, made.inbox, made.archive, made.old, uids);
    }

    static Outgoing mail(String origin, String... targets) {
        return new Outgoing(
                origin,
                0,
                0,
                "",
                new EnvelopeAddress("sender", "example.test"),
                MailParameters.NONE,
                null,
                Arrays.stream(targets)
                        .map(target -> OutgoingRecipient.of(EnvelopeAddress.ofPlain(target), RecipientParameters.NONE))
                        .toList(),
                null,
                false);
    }

    UserMailboxes mailboxes() {
        return new UserMailboxes(new User(me, login, 0, 0, 0, true));
    }
}
