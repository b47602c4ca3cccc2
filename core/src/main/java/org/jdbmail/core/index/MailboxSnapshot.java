package org.jdbmail.core.index;

import java.util.Arrays;
import java.util.List;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.store.MailboxStatus;
import org.jdbmail.core.store.Messages.State;
import org.jspecify.annotations.Nullable;

/**
 * The visible messages of a mailbox as they were at one moment, in ascending order of UID: parallel arrays, one element
 * for each message, at about 45 octets a message. Immutable; later snapshots share the arrays that did not change.
 * Messages are named by their place, from 0; the IMAP sequence number is the place plus 1.
 */
public final class MailboxSnapshot {
    /** Beside the bits of {@link Flag} in {@link #systemFlags}: no session has claimed the message yet. */
    static final int RECENT = 1 << 7;

    final State state;
    final int size;
    final long[] uids;
    final long[] physIds;
    final long[] sizes;
    final long[] dates;
    final byte[] flags;
    final long[] modseqs;
    final int[] keywordSets;
    final KeywordTable keywords;
    final long claimedTo;

    /** How many messages are unclaimed, once somebody asked; else -1. */
    private int unclaimed = -1;

    /** What is counted of all messages, once somebody asked. */
    private @Nullable Tally tally;

    /**
     * Counts of a mailbox.
     *
     * @param firstUnseen the place of the first message without {@code \Seen}, or -1
     */
    private record Tally(int unseen, int deleted, int firstUnseen) {}

    private MailboxSnapshot(
            State state,
            int size,
            long[] uids,
            long[] physIds,
            long[] sizes,
            long[] dates,
            byte[] flags,
            long[] modseqs,
            int[] keywordSets,
            KeywordTable keywords,
            long claimedTo) {
        this.state = state;
        this.size = size;
        this.uids = uids;
        this.physIds = physIds;
        this.sizes = sizes;
        this.dates = dates;
        this.flags = flags;
        this.modseqs = modseqs;
        this.keywordSets = keywordSets;
        this.keywords = keywords;
        this.claimedTo = claimedTo;
    }

    /** A mailbox without messages. */
    static MailboxSnapshot empty(State state) {
        return of(state, new Columns(0), KeywordTable.EMPTY);
    }

    /** The snapshot of those columns, which must not change below their size any more. */
    static MailboxSnapshot of(State state, Columns c, KeywordTable keywords) {
        return new MailboxSnapshot(
                state,
                c.size,
                c.uids,
                c.physIds,
                c.sizes,
                c.dates,
                c.flags,
                c.modseqs,
                c.keywordSets,
                keywords,
                c.claimedTo);
    }

    /** The same messages at a later moment at which nothing about them had changed. */
    MailboxSnapshot at(State later) {
        MailboxSnapshot same = new MailboxSnapshot(
                later, size, uids, physIds, sizes, dates, flags, modseqs, keywordSets, keywords, claimedTo);
        same.tally = tally;
        return same;
    }

    /** The same with the messages up to a UID claimed. */
    MailboxSnapshot claimed(long upTo) {
        MailboxSnapshot claimed = new MailboxSnapshot(
                state, size, uids, physIds, sizes, dates, flags, modseqs, keywordSets, keywords, upTo);
        claimed.tally = tally;
        return claimed;
    }

    /** Messages up to that UID were claimed since the mailbox was loaded, whatever the bits say. */
    long claimedTo() {
        return claimedTo;
    }

    /** Where the mailbox stood. */
    public State state() {
        return state;
    }

    /** How many messages there are. */
    public int size() {
        return size;
    }

    public long uid(int place) {
        return uids[place];
    }

    /** {@code physmessage_id}. */
    public long physId(int place) {
        return physIds[place];
    }

    /** Octets of the message, or -1 where that is not known before it is read. */
    public long octets(int place) {
        return sizes[place];
    }

    /** Seconds since 1970-01-01T00:00:00Z. */
    public long internalDate(int place) {
        return dates[place];
    }

    public long modseq(int place) {
        return modseqs[place];
    }

    /** The {@link Flag#bit() bits} of the system flags. */
    public int systemFlags(int place) {
        return flags[place] & ~RECENT & 0xFF;
    }

    /** Whether no session has claimed it yet. */
    public boolean isUnclaimed(int place) {
        return (flags[place] & RECENT) != 0 && uids[place] > claimedTo;
    }

    /** The keywords of a message, in order. */
    public List<String> keywords(int place) {
        return keywords.set(keywordSets[place]);
    }

    /** Flags and keywords of a message. */
    public FlagSet flags(int place) {
        return FlagSet.of(systemFlags(place), keywords(place));
    }

    /** Every keyword that a message has, or had since the mailbox was loaded, in the order of their coming. */
    public List<String> keywordsInUse() {
        return keywords.names();
    }

    /** The place of that UID; or, if there is no such message, -1 - the place where it would be. */
    public int placeOf(long uid) {
        return Arrays.binarySearch(uids, 0, size, uid);
    }

    /** The place of the first message with that UID or a greater one. */
    public int firstFrom(long uid) {
        int place = placeOf(uid);
        return place < 0 ? -1 - place : place;
    }

    /** The greatest UID; 0 if there is none. */
    public long lastUid() {
        return size == 0 ? 0 : uids[size - 1];
    }

    /** How many messages no session has claimed. */
    public int unclaimed() {
        int known = unclaimed;
        if (known < 0) {
            known = 0;
            for (int i = firstFrom(claimedTo + 1); i < size; i++) {
                known += (flags[i] & RECENT) != 0 ? 1 : 0;
            }
            unclaimed = known;
        }
        return known;
    }

    /** The place of the first message without {@code \Seen}, or -1. */
    public int firstUnseen() {
        return tally().firstUnseen;
    }

    /** How many messages have {@code \Deleted}. */
    public int deleted() {
        return tally().deleted;
    }

    /** The figures of STATUS. */
    MailboxStatus status() {
        Tally counted = tally();
        return new MailboxStatus(size, unclaimed(), counted.unseen, counted.deleted, state.uidNext(), state.seq());
    }

    /** Two threads may both count, and find the same. */
    private Tally tally() {
        Tally known = tally;
        if (known == null) {
            known = count();
            tally = known;
        }
        return known;
    }

    private Tally count() {
        int seen = 0;
        int deleted = 0;
        int firstUnseen = -1;
        for (int i = 0; i < size; i++) {
            int bits = flags[i];
            deleted += (bits & Flag.DELETED.bit()) != 0 ? 1 : 0;
            if ((bits & Flag.SEEN.bit()) != 0) {
                seen++;
            } else if (firstUnseen < 0) {
                firstUnseen = i;
            }
        }
        return new Tally(size - seen, deleted, firstUnseen);
    }

    /** The UIDs of the messages at those places, counted from 1 as sequence numbers are. */
    public NumberSet uidsOf(NumberSet sequence) {
        NumberSet.Builder builder = new NumberSet.Builder();
        for (int r = 0; r < sequence.ranges(); r++) {
            for (long s = sequence.low(r); s <= Math.min(size, sequence.high(r)); s++) {
                builder.add(uids[(int) s - 1]);
            }
        }
        return builder.build();
    }

    /** About how much memory it takes, in octets. */
    int weight() {
        return 512 + 45 * Math.max(size, uids.length);
    }

    /** Whether flags and keywords of a message here and one there are the same. */
    public boolean sameFlags(int place, MailboxSnapshot other, int otherPlace) {
        return systemFlags(place) == other.systemFlags(otherPlace)
                && (keywords.lineage.equals(other.keywords.lineage)
                        ? keywordSets[place] == other.keywordSets[otherPlace]
                        : keywords(place).equals(other.keywords(otherPlace)));
    }
}
