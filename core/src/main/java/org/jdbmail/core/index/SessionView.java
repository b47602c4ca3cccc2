package org.jdbmail.core.index;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.store.Messages;
import org.jdbmail.core.store.Messages.FlagMode;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox as one session has told its client: the sequence numbers that the client uses are places in
 * {@link #told()}, which changes only by {@link #update}. Used by one thread.
 */
public final class SessionView {
    private static final int TOLD_ONE_BY_ONE = 1_000;

    private final MailboxIndex index;
    private final boolean readOnly;
    private MailboxSnapshot told;
    private NumberSet recent = NumberSet.EMPTY;
    private NumberSet own = NumberSet.EMPTY;
    private int recentTold;

    /** Whether the client may have been let assume keywords that it was not told to be in use. */
    private boolean assumed;

    private final Set<String> keywordsTold = new LinkedHashSet<>();

    /** The snapshot that {@link #told} was last made from, if expunges were held back then. */
    private @Nullable MailboxSnapshot heldBackFrom;

    /**
     * Opens a view on a mailbox as it is now, and claims its recent messages.
     *
     * @param readOnly whether recent messages stay for another session to claim
     * @param seq what the mailbox's seq is now
     */
    public SessionView(MailboxIndex index, boolean readOnly, long seq) {
        this.index = index;
        this.readOnly = readOnly;
        this.told = claim(index.reach(seq));
        this.recentTold = recentCount();
        this.keywordsTold.addAll(told.keywordsInUse());
    }

    /** The keywords that the client is told of when it opens the mailbox. */
    public List<String> keywordsTold() {
        return List.copyOf(keywordsTold);
    }

    /** The client comes with what it knew before, in which there may be keywords that went out of use meanwhile. */
    public void rememberKeywords() {
        keywordsTold.addAll(told.keywordsRemembered());
    }

    /** What the client knows. */
    public MailboxSnapshot told() {
        return told;
    }

    public MailboxIndex index() {
        return index;
    }

    /** Whether the message is recent for this session (RFC 3501 §2.3.2). */
    public boolean isRecent(int place) {
        return readOnly ? told.isUnclaimed(place) : recent.contains(told.uid(place));
    }

    /** How many messages are recent for this session. */
    public int recentCount() {
        if (readOnly) {
            return told.unclaimed();
        }
        if (recent.isEmpty()) {
            return 0;
        }
        int count = 0;
        for (int r = 0; r < recent.ranges(); r++) {
            count += told.firstFrom(recent.high(r) + 1) - told.firstFrom(recent.low(r));
        }
        return count;
    }

    /** Claims what is recent; returns the snapshot after that. */
    private MailboxSnapshot claim(MailboxSnapshot now) {
        if (readOnly || now.unclaimed() == 0) {
            return now;
        }
        recent = recent.plus(index.claimRecent());
        return index.latest();
    }

    /** Whether this session has put the message here. */
    public boolean isOwn(long uid) {
        return own.contains(uid);
    }

    /** A message that this session has just put here is recent for it: nobody else was told of it yet. */
    public void own(long uid) {
        own = own.plus(NumberSet.range(uid, uid));
        recent = recent.plus(NumberSet.range(uid, uid));
    }

    /** Whether what this session puts here is its own, to be stored as claimed. */
    public boolean claims() {
        return !readOnly;
    }

    /** The client knows that these messages' flags have changed so, without being told (RFC 3501 §6.4.6, .SILENT). */
    public void assume(NumberSet uids, FlagMode mode, FlagSet flags) {
        told = Merge.assume(told, uids, mode, flags);
        assumed = true;
    }

    /**
     * The client has changed flags, and knows the MODSEQs that follow from it or need not: they are no news. After {@link #assume},
     * which says what flags it expects.
     */
    public void caused(Messages.Stored stored) {
        if (!stored.changed().isEmpty()) {
            told = Merge.raise(told, stored.changed(), stored.seq());
        }
    }

    /** Whether the mailbox was deleted, and had so many messages that it is better not to tell of each that it is gone. */
    public boolean isLost() {
        if (told.size() <= TOLD_ONE_BY_ONE) {
            return false;
        }
        index.latest();
        return index.isGone();
    }

    /**
     * Tells what is new.
     *
     * @param mayExpunge whether sequence numbers may move; if not, messages that are gone stay in the view (RFC 3501
     *     §7.4.1)
     */
    public <X extends Exception> void update(boolean mayExpunge, Announcer<X> announcer) throws X {
        MailboxSnapshot now = claim(index.latest());
        if (now == told || !mayExpunge && now == heldBackFrom) {
            if (assumed) {
                tellKeywords(told, announcer);
            }
            return;
        }
        Merge.Difference difference = Merge.difference(told, now);
        MailboxSnapshot next = now;
        heldBackFrom = null;
        if (!mayExpunge && difference.expunges()) {
            next = Merge.keepExpunged(told, now);
            heldBackFrom = now;
            difference = Merge.difference(told, next);
        }
        MailboxSnapshot before = told;
        told = next;
        tellKeywords(next, announcer);
        difference.announceExpunges(before, announcer);
        if (next.size() > difference.kept()) {
            announcer.exists(next.size());
        }
        int count = recentCount();
        if (count != recentTold || next.size() > difference.kept()) {
            recentTold = count;
            announcer.recent(count);
        }
        difference.announceFlags(before, next, announcer);
    }

    private <X extends Exception> void tellKeywords(MailboxSnapshot now, Announcer<X> announcer) throws X {
        assumed = false;
        if (keywordsTold.addAll(now.keywordsInUse())) {
            // Those that went out of use, too: they may come back, and a client knows only the last list.
            announcer.keywords(List.copyOf(keywordsTold));
        }
    }
}
