package org.jdbmail.cli.util;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Maintenance;
import org.jdbmail.core.store.Store;

/** Removes or moves messages that came before a time, from mailboxes of one name: {@code --erase} and {@code --move}. */
final class OldMail {
    private static final int BATCH = 500;

    private final Store store;
    private final Maintenance maintenance;
    private final Instant before;
    private final boolean isReal;
    private final Consumer<String> say;

    /** @param isReal whether anything is to be changed */
    OldMail(Store store, Maintenance maintenance, Instant before, boolean isReal, Consumer<String> say) {
        this.store = store;
        this.maintenance = maintenance;
        this.before = before;
        this.isReal = isReal;
        this.say = say;
    }

    void erase(String name) {
        for (Mailbox mailbox : maintenance.mailboxesNamed(name)) {
            long after = 0;
            for (List<Long> uids = next(mailbox, after); !uids.isEmpty(); uids = next(mailbox, after)) {
                uids.forEach(uid -> say.accept("Deleting message id(" + uid + ")"));
                NumberSet all = set(uids);
                if (isReal) {
                    store.write(tx -> tx.messages().expunge(mailbox.id(), all, false));
                }
                after = uids.getLast();
            }
        }
    }

    void move(String from, String to) {
        for (Mailbox mailbox : maintenance.mailboxesNamed(from)) {
            Optional<Mailbox> trash = store.read(tx -> tx.mailboxes().find(mailbox.ownerId(), to));
            long after = 0;
            List<Long> uids = next(mailbox, after);
            if (!uids.isEmpty() && trash.isEmpty()) {
                say.accept("User(" + mailbox.ownerId() + ") doesn't have mailbox(" + to + ")");
                continue;
            }
            for (; !uids.isEmpty(); uids = next(mailbox, after)) {
                uids.forEach(uid -> say.accept("Moving message id(" + uid + ")"));
                NumberSet all = set(uids);
                if (isReal) {
                    store.write(tx -> tx.messages()
                            .move(mailbox.id(), all, trash.orElseThrow().id(), mailbox.ownerId()));
                }
                after = uids.getLast();
            }
        }
    }

    private List<Long> next(Mailbox mailbox, long after) {
        return maintenance.older(mailbox.id(), before, after, BATCH);
    }

    private static NumberSet set(List<Long> uids) {
        NumberSet.Builder builder = new NumberSet.Builder();
        uids.forEach(builder::add);
        return builder.build();
    }
}
