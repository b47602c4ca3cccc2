package org.jdbmail.cli.moving;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mail.Rights;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Messages.FlagMode;
import org.jdbmail.core.store.Store;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.testkit.mail.MailGenerator;

/** What the tests of moving mail have in their stores. */
public final class Filled {
    private Filled() {}

    /** A store with a bit of everything. */
    public static void fill(Store store) {
        long alice = account(store, "alice@example.test", 5_000_000_000L);
        long bob = account(store, "bob", 0);
        MailGenerator mail = new MailGenerator(7);
        long inbox = box(store, alice, "INBOX");
        long work = box(store, alice, "Work/v1.2");
        long gone = box(store, bob, "INBOX");
        for (int i = 0; i < 60; i++) {
            long mailbox = i % 3 == 0 ? work : i % 3 == 1 ? inbox : gone;
            Set<String> keywords = i % 4 == 0 ? Set.of("$Forwarded", "k" + i) : Set.of();
            byte[] bytes = mail.next().bytes();
            store.deliver(
                    PreparedMessage.prepare(MessageBytes.of(bytes)),
                    Instant.ofEpochSecond(1_700_000_000L + i),
                    List.of(new Destination(
                            mailbox, i % 3 == 2 ? bob : alice, FlagSet.of(i % 32, keywords), i % 5 == 0)));
        }
        store.write(tx -> {
            List<Long> uids = new ArrayList<>();
            tx.messages().popMessages(inbox).forEach(message -> uids.add(message.uid()));
            tx.messages().expunge(inbox, NumberSet.of(uids.get(2), uids.get(5)), false);
            tx.messages().store(inbox, NumberSet.of(uids.get(1)), FlagMode.ADD, FlagSet.of(Flag.SEEN), null);
            tx.mailboxes().setSpecialUse(work, "\\Archive");
            tx.subscriptions().add(alice, work);
            tx.accessLists().set(work, bob, Rights.of(Right.LOOKUP, Right.READ));
            tx.accessLists().set(inbox, tx.users().find("anyone").orElseThrow().id(), Rights.of(Right.LOOKUP));
            tx.aliases().add(new Alias("info@example.test", Long.toString(alice), 3));
            tx.sieveScripts().put(alice, "main", "keep;\r\n# Grüße\r\n");
            tx.sieveScripts().put(alice, "other", "discard;");
            tx.sieveScripts().activate(alice, "main");
            return true;
        });
    }

    private static long account(Store store, String login, long quota) {
        return store.write(tx -> {
            long user = tx.users().create(login, new Credential("$1$salt$abc,\"", "md5"), 3, quota);
            tx.mailboxes().create(user, "INBOX", null);
            return user;
        });
    }

    private static long box(Store store, long user, String name) {
        return store.write(tx -> tx.mailboxes()
                .find(user, name)
                .map(Mailbox::id)
                .orElseGet(() -> {
                    if (name.indexOf('/') > 0
                            && tx.mailboxes()
                                    .find(user, name.substring(0, name.indexOf('/')))
                                    .isEmpty()) {
                        tx.mailboxes().create(user, name.substring(0, name.indexOf('/')), null);
                    }
                    return tx.mailboxes().create(user, name, null);
                }));
    }
}
