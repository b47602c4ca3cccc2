package org.jdbmail.core.index;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jdbmail.core.store.MailboxStatus;
import org.jdbmail.core.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * The mailboxes of this process: one {@link MailboxIndex} for each that is open, shared by all who have it open, and the
 * last snapshots of some that were, so that opening them again costs one small query.
 */
public final class MailboxIndexes {
    /**
     * A mailbox as somebody sees it.
     *
     * @param seer who has a {@code \\Seen} of its own there; 0 for nobody
     */
    private record Key(long mailboxId, long seer) {
        static Key of(MailboxIndex index) {
            return new Key(index.mailboxId(), index.seer());
        }
    }

    private final Store store;
    private final LongSupplier clock;
    private final Cache<Key, MailboxSnapshot> resting;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, MailboxIndex> open = new HashMap<>();

    /** @param restingOctets how much memory the snapshots of mailboxes may take that nobody has open */
    public MailboxIndexes(Store store, long restingOctets) {
        this(store, restingOctets, System::nanoTime);
    }

    /** @param clock nanoseconds, as {@link System#nanoTime} counts them */
    MailboxIndexes(Store store, long restingOctets, LongSupplier clock) {
        this.store = store;
        this.clock = clock;
        this.resting = Caffeine.newBuilder()
                .maximumWeight(restingOctets)
                .weigher((Key key, MailboxSnapshot snapshot) -> snapshot.weight())
                // The little there is to do is done at once: another thread would take the processor from whoever
                // selects.
                .executor(Runnable::run)
                .build();
    }

    /** The index of a mailbox, to be given back with {@link #close}. Does not ask the database. */
    public MailboxIndex open(long mailboxId) {
        return open(mailboxId, 0);
    }

    /**
     * The same as one user sees it.
     *
     * @param seer who has a {@code \\Seen} of its own there; 0 for nobody
     */
    public MailboxIndex open(long mailboxId, long seer) {
        Key key = new Key(mailboxId, seer);
        lock.lock();
        try {
            MailboxIndex index = open.get(key);
            if (index == null) {
                index = new MailboxIndex(store, mailboxId, seer, resting.getIfPresent(key), clock);
                open.put(key, index);
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
            Key key = Key.of(index);
            open.remove(key);
            index.close();
            MailboxSnapshot snapshot = index.known();
            if (snapshot == null) {
                resting.invalidate(key);
            } else {
                resting.put(key, snapshot);
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
        return status(openIfKnown(mailboxId), seq);
    }

    /** A mailbox's figures as one sees it who has a {@code \\Seen} of its own; empty if it was deleted. */
    public Optional<MailboxStatus> status(long mailboxId, long seer, long seq) {
        return status(open(mailboxId, seer), seq);
    }

    private Optional<MailboxStatus> status(@Nullable MailboxIndex index, long seq) {
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

    /** The keywords that messages of a mailbox have, if its snapshot is at hand: to read a whole mailbox for them would cost too much. */
    public Optional<List<String>> keywordsInUse(long mailboxId) {
        MailboxIndex index = openIfKnown(mailboxId);
        if (index == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(index.latest().keywordsInUse());
        } finally {
            close(index);
        }
    }

    private @Nullable MailboxIndex openIfKnown(long mailboxId) {
        lock.lock();
        try {
            Key key = new Key(mailboxId, 0);
            boolean known = open.containsKey(key) || resting.getIfPresent(key) != null;
            return known ? open(mailboxId) : null;
        } finally {
            lock.unlock();
        }
    }
}
