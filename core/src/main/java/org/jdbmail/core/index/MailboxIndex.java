package org.jdbmail.core.index;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Changes;
import org.jdbmail.core.store.Messages;
import org.jdbmail.core.store.Messages.FlagMode;
import org.jdbmail.core.store.Messages.State;
import org.jdbmail.core.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * One mailbox that is open in this process: its newest {@link MailboxSnapshot}, and how to get a newer one. Safe for any
 * number of threads; those that ask at the same time share one look into the database.
 */
public final class MailboxIndex {
    /** How long a snapshot is taken for the newest where no commit was heard of: notices may get lost. */
    private static final long TRUSTED_NANOS = 1_000_000_000L;

    private final Store store;
    private final long mailboxId;
    private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();
    private final Changes.Watch watch;

    /** Held while the database is asked, so that one asks and the others take what it got. */
    private final ReentrantLock asking = new ReentrantLock();

    /** Held while recent messages are claimed. */
    private final ReentrantLock claiming = new ReentrantLock();

    private volatile @Nullable MailboxSnapshot current;

    /** Whether a commit has been heard of since the last look. */
    private volatile boolean heard;

    /** Whether a look is under way, whose snapshot is not {@link #current} yet. */
    private volatile boolean looking;

    private volatile boolean gone;

    /** When, by {@link System#nanoTime}, a look is due even if nothing is heard; at first, at once. */
    private volatile long dueAt = System.nanoTime();

    /** How many looks have begun; and, guarded by {@link #asking}, the last that ended, and how if badly. */
    private final AtomicLong begun = new AtomicLong();

    private long ended;
    private @Nullable Refusal failure;

    /** Sessions that use it; guarded by {@link MailboxIndexes}. */
    int users;

    MailboxIndex(Store store, long mailboxId, @Nullable MailboxSnapshot known) {
        this.store = store;
        this.mailboxId = mailboxId;
        this.current = known;
        this.watch = store.changes().watch(mailboxId, this::woken);
    }

    public long mailboxId() {
        return mailboxId;
    }

    /** Whether the mailbox was deleted; it then looks empty. */
    public boolean isGone() {
        return gone;
    }

    /** Calls back, from any thread, whenever there may be something new, until the result is closed. */
    public Changes.Watch listen(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private void woken() {
        heard = true;
        listeners.forEach(Runnable::run);
    }

    /** Says that this process has committed something in the mailbox. */
    public void changed() {
        heard = true;
    }

    /**
     * The newest snapshot that is at hand, after a look into the database if a commit has been heard of since the last,
     * or that is longer ago than a second.
     */
    public MailboxSnapshot latest() {
        // In this order: a look that has made it fresh but still runs has not brought its snapshot yet.
        boolean fresh = !heard && !looking && System.nanoTime() - dueAt < 0;
        MailboxSnapshot known = current;
        return known != null && fresh ? known : refresh();
    }

    /**
     * The mailbox at that seq, which the caller has just read from its row, or later: a look only if the snapshot at hand is
     * older.
     *
     * @throws Refusal UNAVAILABLE if the database cannot be asked
     */
    MailboxSnapshot reach(long seq) {
        MailboxSnapshot known = current;
        return known != null && !gone && known.state().seq() >= seq ? known : refresh();
    }

    /**
     * The mailbox as it is now: at least as new as every commit before the call, of this process or another.
     *
     * @throws Refusal UNAVAILABLE if the database cannot be asked
     */
    public MailboxSnapshot refresh() {
        long wanted = begun.get() + 1;
        asking.lock();
        try {
            MailboxSnapshot known = current;
            if (ended >= wanted) {
                if (failure != null) {
                    throw failure;
                }
                if (known != null) {
                    return known;
                }
            }
            begun.incrementAndGet();
            looking = true;
            try {
                MailboxSnapshot next = look(known);
                current = next;
                failure = null;
                return next;
            } catch (Refusal refusal) {
                failure = refusal;
                heard = true;
                throw refusal;
            } finally {
                looking = false;
                ended = begun.get();
            }
        } finally {
            asking.unlock();
        }
    }

    private MailboxSnapshot look(@Nullable MailboxSnapshot known) {
        boolean changed = heard;
        // Before the question: a commit after it is heard of again.
        heard = false;
        dueAt = System.nanoTime() + TRUSTED_NANOS;
        // A whole mailbox may be large and is read in a transaction, which lets the rows come a few at a time. What
        // changed
        // needs no steady view: the state is asked for first, so that what is newer is found again at the next look.
        Optional<MailboxSnapshot> found = known == null
                ? store.read(tx -> ask(tx.messages(), null, changed))
                : store.look(tx -> ask(tx.messages(), known, changed));
        gone = found.isEmpty();
        return found.orElseGet(() -> MailboxSnapshot.empty(known == null ? new State(1, 1, 0) : known.state()));
    }

    private Optional<MailboxSnapshot> ask(Messages messages, @Nullable MailboxSnapshot known, boolean changed) {
        if (known != null) {
            long knownSeq = known.state().seq();
            if (!changed) {
                Optional<Long> seq = messages.seq(mailboxId);
                if (seq.isEmpty() || seq.get() == knownSeq) {
                    return seq.map(same -> known);
                }
            }
            ChangeSet changes = new ChangeSet();
            Optional<State> state = messages.changesSince(mailboxId, knownSeq, changes);
            // Where tombstones may be gone that we have not seen, only the whole mailbox tells what is left. So it does
            // where the database was restored from a copy that is older than what we know.
            if (state.isEmpty()
                    || state.get().purgedSeq() <= knownSeq
                            && knownSeq <= state.get().seq()) {
                return state.map(s -> changes.applyTo(known, s));
            }
        }
        ChangeSet all = new ChangeSet();
        KeywordTable keywords = known == null ? KeywordTable.EMPTY : known.keywords;
        return messages.changesSince(mailboxId, 0, all).map(state -> all.whole(state, keywords));
    }

    /**
     * Says what a STORE of this process has done. Where it is the next change after the newest snapshot, nobody need read
     * thousands of rows that are known.
     */
    public void stored(Messages.Stored stored, FlagMode mode, FlagSet flags) {
        if (stored.changed().isEmpty()) {
            return;
        }
        asking.lock();
        try {
            MailboxSnapshot known = current;
            if (known != null && !gone && stored.seq() == known.state().seq() + 1) {
                current = Merge.stored(known, stored.seq(), stored.changed(), mode, flags);
            }
        } finally {
            asking.unlock();
        }
        heard = true;
    }

    /**
     * Claims the messages that no session has claimed: of several that ask, one gets each (RFC 3501 §2.3.2). No seq counts
     * that, so that the snapshot is told here; one of another process goes on taking them for unclaimed until somebody
     * there asks.
     */
    NumberSet claimRecent() {
        claiming.lock();
        try {
            MailboxSnapshot before = latest();
            if (before.unclaimed() == 0) {
                return NumberSet.EMPTY;
            }
            NumberSet claimed = store.write(tx -> tx.messages().claimRecent(mailboxId));
            asking.lock();
            try {
                MailboxSnapshot known = current;
                if (known != null) {
                    // What came after the claim is for the next one.
                    current = known.claimed(before.lastUid(), claimed);
                }
            } finally {
                asking.unlock();
            }
            return claimed;
        } finally {
            claiming.unlock();
        }
    }

    /** The newest snapshot, or null if there was never one. */
    @Nullable
    MailboxSnapshot known() {
        return gone ? null : current;
    }

    void close() {
        watch.close();
    }
}
