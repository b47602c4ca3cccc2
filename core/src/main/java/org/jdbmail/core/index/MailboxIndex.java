package org.jdbmail.core.index;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Changes;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.Messages;
import org.jdbmail.core.store.Messages.FlagMode;
import org.jdbmail.core.store.Messages.State;
import org.jdbmail.core.store.Store;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One mailbox that is open in this process: its newest {@link MailboxSnapshot}, and how to get a newer one. Safe for any
 * number of threads; those that ask at the same time share one look into the database.
 */
public final class MailboxIndex {
    /** How long a snapshot is taken for the newest where no commit was heard of: notices may get lost. */
    private static final long TRUSTED_NANOS = 1_000_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(MailboxIndex.class);

    /** How long nobody tries to claim recent messages after that failed, as it does on a full disk. */
    private static final long CLAIM_AGAIN_NANOS = 60_000_000_000L;

    private final Store store;
    private final long mailboxId;
    private final long seer;
    private final LongSupplier clock;
    private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();
    private final Changes.Watch watch;

    /** Held while the database is asked, so that one asks and the others take what it got. */
    private final ReentrantLock asking = new ReentrantLock();

    /** Held while recent messages are claimed. */
    private final ReentrantLock claiming = new ReentrantLock();

    private volatile @Nullable MailboxSnapshot current;

    /** How many commits were heard of. */
    private final AtomicLong heard = new AtomicLong();

    /** How many of them the newest snapshot is sure to hold; less than there were ever if a look failed. */
    private volatile long held;

    /** Whether a look is under way, whose snapshot is not {@link #current} yet. */
    private volatile boolean looking;

    private volatile boolean gone;

    /** When, by the clock, a look is due even if nothing is heard; at first, at once. */
    private volatile long dueAt;

    /** When, by the clock, recent messages may be claimed again; guarded by {@link #claiming}. */
    private long claimableAt;

    /** How many looks have begun; and, guarded by {@link #asking}, the last that ended, and how if badly. */
    private final AtomicLong begun = new AtomicLong();

    private long ended;
    private @Nullable Throwable failure;

    /** Sessions that use it; guarded by {@link MailboxIndexes}. */
    int users;

    MailboxIndex(Store store, long mailboxId, long seer, @Nullable MailboxSnapshot known, LongSupplier clock) {
        this.store = store;
        this.mailboxId = mailboxId;
        this.seer = seer;
        this.clock = clock;
        this.dueAt = clock.getAsLong();
        this.claimableAt = dueAt;
        this.current = known;
        this.watch = store.changes().watch(mailboxId, this::woken);
    }

    public long mailboxId() {
        return mailboxId;
    }

    /** Who has a {@code \\Seen} of its own here, whose mailbox this then is; 0 for that of the messages. */
    public long seer() {
        return seer;
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
        heard.incrementAndGet();
        listeners.forEach(Runnable::run);
    }

    /** Says that this process has committed something in the mailbox. */
    public void changed() {
        heard.incrementAndGet();
    }

    /**
     * The newest snapshot that is at hand, after a look into the database if a commit has been heard of since the last,
     * or that is longer ago than a second.
     */
    public MailboxSnapshot latest() {
        // In this order: a look that has made it fresh but still runs has not brought its snapshot yet.
        boolean fresh = heard.get() == held && !looking && clock.getAsLong() - dueAt < 0;
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
                throwAgain(failure);
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
            } catch (RuntimeException | Error e) {
                // Whatever it was: those who wait for this look must not take what was known before for what it found.
                failure = e;
                held = -1;
                throw e;
            } finally {
                looking = false;
                ended = begun.get();
            }
        } finally {
            asking.unlock();
        }
    }

    private static void throwAgain(@Nullable Throwable failure) {
        switch (failure) {
            case null -> {}
            case Refusal refusal -> throw refusal;
            case Throwable other -> throw new IllegalStateException("the look that others made failed", other);
        }
    }

    private MailboxSnapshot look(@Nullable MailboxSnapshot known) {
        // Before the question: a commit after it is heard of again.
        long sure = heard.get();
        boolean changed = sure != held;
        held = sure;
        dueAt = clock.getAsLong() + TRUSTED_NANOS;
        // A whole mailbox may be large and is read in a transaction, which lets the rows come a few at a time. What
        // changed needs no steady view: the state is asked for first, so that what is newer is found again at the next
        // look.
        Optional<MailboxSnapshot> found = known == null
                ? store.read(tx -> ask(tx.messages().asSeenBy(seer), null, changed))
                : store.look(tx -> ask(tx.messages().asSeenBy(seer), known, changed));
        gone = found.isEmpty();
        return found.orElseGet(() -> MailboxSnapshot.empty(known == null ? new State(1, 1, 0) : known.state()));
    }

    private Optional<MailboxSnapshot> ask(Messages messages, @Nullable MailboxSnapshot known, boolean changed) {
        KeywordTable keywords = KeywordTable.EMPTY;
        if (known != null && !known.keywords.isOvergrown()) {
            keywords = known.keywords;
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
        KeywordTable table = keywords;
        return messages.changesSince(mailboxId, 0, all).map(state -> all.whole(state, table));
    }

    /**
     * To be called before this process changes something, and given to {@link #stored} or {@link #appended} after it: what is
     * heard of in between is then known to be that change alone.
     */
    public long mark() {
        return heard.get();
    }

    /** Says what a STORE of this process has done. */
    public void stored(Messages.Stored stored, FlagMode mode, FlagSet flags, long mark) {
        if (!stored.changed().isEmpty()) {
            follow(stored.seq(), mark, known -> Merge.stored(known, stored.seq(), stored.changed(), mode, flags));
        }
    }

    /** Says what an APPEND of this process has put here. */
    public void appended(
            Delivered.Stored message, long octets, Instant internalDate, Destination destination, long mark) {
        follow(message.modseq(), mark, known -> {
            ChangeSet change = new ChangeSet();
            FlagSet flags = destination.flags();
            change.message(
                    message.uid(),
                    message.physId(),
                    flags.system(),
                    destination.recent(),
                    message.modseq(),
                    octets,
                    internalDate.getEpochSecond(),
                    false);
            flags.keywords().forEach(keyword -> change.keyword(message.uid(), keyword));
            State before = known.state();
            return change.applyTo(
                    known,
                    new State(message.modseq(), Math.max(before.uidNext(), message.uid() + 1), before.purgedSeq()));
        });
    }

    /**
     * Brings the newest snapshot forward by a change of this process, if that was the next after it: nobody need read what is
     * known. If nothing else was heard of since the mark, the snapshot is then as good as after a look.
     */
    private void follow(long seq, long mark, UnaryOperator<MailboxSnapshot> forward) {
        asking.lock();
        try {
            MailboxSnapshot known = current;
            if (known != null && !gone && seq == known.state().seq() + 1) {
                current = forward.apply(known);
                if (held == mark && heard.get() == mark + 1) {
                    held = mark + 1;
                    return;
                }
            }
        } finally {
            asking.unlock();
        }
        heard.incrementAndGet();
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
            if (before.unclaimed() == 0 || clock.getAsLong() - claimableAt < 0) {
                return NumberSet.EMPTY;
            }
            NumberSet claimed;
            try {
                claimed = store.write(tx -> tx.messages().claimRecent(mailboxId, before.claimedTo() + 1));
            } catch (Refusal refusal) {
                // Mail can be read as long as the database can be, whether or not anything is recent.
                LOG.warn("the recent messages of mailbox {} can't be claimed now: {}", mailboxId, refusal.text());
                claimableAt = clock.getAsLong() + CLAIM_AGAIN_NANOS;
                return NumberSet.EMPTY;
            }
            asking.lock();
            try {
                MailboxSnapshot known = current;
                if (known != null) {
                    // What came after the claim is for the next one.
                    current = known.claimed(
                            claimed.isEmpty()
                                    ? before.lastUid()
                                    : Math.max(before.lastUid(), claimed.high(claimed.ranges() - 1)));
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
