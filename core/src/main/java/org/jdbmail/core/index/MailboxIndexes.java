package org.jdbmail.core.index;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbmail.core.store.MailboxStatus;
import org.jdbmail.core.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * The mailboxes of this process: one {@link MailboxIndex} for each that is open, shared by all who have it open, and the
 * last snapshots of some that were, so that opening them again costs one small query.
 */
public final class MailboxIndexes {
    private final Store store;
    private final Cache<Long, MailboxSnapshot> resting;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, MailboxIndex> open = new HashMap<>();

    /** @param restingOctets how much memory the snapshots of mailboxes may take that nobody has open */
    public MailboxIndexes(Store store, long restingOctets) {
        this.store = store;
        this.resting = Caffeine.newBuilder()
                .maximumWeight(restingOctets)
                .weigher((Long id, MailboxSnapshot snapshot) -> snapshot.weight())
                // The little there is to do is done at once: another thread would take the processor from whoever
                // selects.
                .executor(Runnable::run)
                .build();
    }

    /** The index of a mailbox, to be given back with {@link #close}. Does not ask the database. */
    public MailboxIndex open(long mailboxId) {
        lock.lock();
        try {
            MailboxIndex index = open.get(mailboxId);
            if (index == null) {
                index = new MailboxIndex(store, mailboxId, resting.getIfPresent(mailboxId));
                open.put(mailboxId, index);
            }
            index.users++;
            return index;
        } finally {
            lock.unlock();
        }
    }

    /** Gives an index back, once for each {@link #open}. */
    public void close(MailboxIndex index) {
        lock.lock();
        try {
            index.users--;
            if (index.users > 0) {
                return;
            }
            open.remove(index.mailboxId());
            index.close();
            MailboxSnapshot snapshot = index.known();
            if (snapshot == null) {
                resting.invalidate(index.mailboxId());
            } else {
                resting.put(index.mailboxId(), snapshot);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * A mailbox's figures as they are now, if its snapshot is at hand: else counting them in the database is cheaper.
     *
     * @param seq what the mailbox's seq is, so that nobody looks whether it has moved
     */
    public Optional<MailboxStatus> status(long mailboxId, long seq) {
        MailboxIndex index = openIfKnown(mailboxId);
        if (index == null) {
            return Optional.empty();
        }
        try {
            MailboxSnapshot now = index.reach(seq);
            return index.isGone() ? Optional.empty() : Optional.of(now.status());
        } finally {
            close(index);
        }
    }

    private @Nullable MailboxIndex openIfKnown(long mailboxId) {
        lock.lock();
        try {
            boolean known = open.containsKey(mailboxId) || resting.getIfPresent(mailboxId) != null;
            return known ? open(mailboxId) : null;
        } finally {
            lock.unlock();
        }
    }
}
