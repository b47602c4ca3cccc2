package org.jdbmail.core.store;

import java.util.Optional;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;

/** Gives every account its INBOX: it exists for everybody (RFC 3501 §5.1), whether or not it was made before. */
public final class Inboxes {
    private final Store store;

    public Inboxes(Store store) {
        this.store = store;
    }

    /** The id of an account's INBOX, made if it is missing; several may ask at the same time. */
    public long findOrCreate(long userId) {
        Optional<Long> existing = find(userId);
        if (existing.isPresent()) {
            return existing.get();
        }
        try {
            return store.write(tx -> tx.mailboxes().create(userId, Mailbox.INBOX, null));
        } catch (Refusal refusal) {
            if (refusal.reason() == Reason.ALREADY_EXISTS) {
                // Somebody else made it meanwhile.
                return find(userId).orElseThrow(() -> refusal);
            }
            throw refusal;
        }
    }

    private Optional<Long> find(long userId) {
        return store.look(tx -> find(tx, userId));
    }

    /** The id of an account's INBOX, if it was made. */
    public static Optional<Long> find(Tx tx, long userId) {
        return tx.mailboxes().find(userId, Mailbox.INBOX).map(Mailbox::id);
    }
}
