package org.jdbmail.core.index;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jdbmail.core.mail.AsciiCase;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.store.MailboxStatus;
import org.jdbmail.core.store.Messages.State;
import org.jspecify.annotations.Nullable;

/**
 * The visible messages of a mailbox as they were at one moment, in ascending order of UID: parallel columns, one element
 * for each message, at about 45 octets a message. The columns are cut into chunks; immutable, so that later snapshots share the
 * chunks that did not change, and what touches one message costs the same in a mailbox of a million. Messages are named by their
 * place, from 0; the IMAP sequence number is the place plus 1.
 */
public final class MailboxSnapshot {
    /** Beside the bits of {@link Flag} in {@link #systemFlags}: no session has claimed the message yet. */
    static final int RECENT = 1 << 7;

    /** The chunk of every 512th place is known, so that the one of any place is near. */
    private static final int STRIDE = 9;

    private static final int MOST_REMEMBERED = 500;

    final State state;
    final int size;
    final Chunk[] chunks;
    final KeywordTable keywords;
    final long claimedTo;

    /** The first place of each chunk, and behind them the size. */
    private final int[] starts;

    /** The chunk of each place that is a multiple of 512. */
    private final int[] directory;

    /** How many messages are unclaimed, once somebody asked; else -1. */
    private int unclaimed = -1;

    private @Nullable List<String> keywordsInUse;

    private MailboxSnapshot(
            State state, Chunk[] chunks, int[] starts, int[] directory, KeywordTable keywords, long claimedTo) {
        this.state = state;
        this.size = starts[chunks.length];
        this.chunks = chunks;
        this.starts = starts;
        this.directory = directory;
        this.keywords = keywords;
        this.claimedTo = claimedTo;
    }

    /** A mailbox without messages. */
    static MailboxSnapshot empty(State state) {
        return of(state, new Chunk[0], KeywordTable.EMPTY, 0);
    }

    /**
     * The snapshot of those chunks, none of which is empty.
     *
     * @param claimedTo as {@link #claimedTo()}
     */
    static MailboxSnapshot of(State state, Chunk[] chunks, KeywordTable keywords, long claimedTo) {
        int[] starts = new int[chunks.length + 1];
        for (int c = 0; c < chunks.length; c++) {
            starts[c + 1] = starts[c] + chunks[c].size;
        }
        int size = starts[chunks.length];
        int[] directory = new int[(size >> STRIDE) + 1];
        int chunk = 0;
        for (int d = 0; d < directory.length; d++) {
            while (chunk + 1 < chunks.length && starts[chunk + 1] <= d << STRIDE) {
                chunk++;
            }
            directory[d] = chunk;
        }
        return new MailboxSnapshot(state, chunks, starts, directory, keywords, claimedTo);
    }

    /** The same messages at a later moment at which nothing about them had changed. */
    MailboxSnapshot at(State later) {
        return new MailboxSnapshot(later, chunks, starts, directory, keywords, claimedTo);
    }

    /** The same with the messages up to a UID claimed. */
    MailboxSnapshot claimed(long upTo) {
        return new MailboxSnapshot(state, chunks, starts, directory, keywords, upTo);
    }

    /** The chunk of a place. */
    private int chunkOf(int place) {
        int chunk = directory[place >> STRIDE];
        while (starts[chunk + 1] <= place) {
            chunk++;
        }
        return chunk;
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
        int c = chunkOf(place);
        return chunks[c].uids[place - starts[c]];
    }

    /** {@code physmessage_id}. */
    public long physId(int place) {
        int c = chunkOf(place);
        return chunks[c].physIds[place - starts[c]];
    }

    /** Octets of the message, or -1 where that is not known before it is read. */
    public long octets(int place) {
        int c = chunkOf(place);
        return chunks[c].sizes[place - starts[c]];
    }

    /** Seconds since 1970-01-01T00:00:00Z. */
    public long internalDate(int place) {
        int c = chunkOf(place);
        return chunks[c].dates[place - starts[c]];
    }

    public long modseq(int place) {
        int c = chunkOf(place);
        return chunks[c].modseqs[place - starts[c]];
    }

    /** The {@link Flag#bit() bits} of the system flags. */
    public int systemFlags(int place) {
        int c = chunkOf(place);
        return chunks[c].flags[place - starts[c]] & ~RECENT & 0xFF;
    }

    /** Whether no session has claimed it yet. */
    public boolean isUnclaimed(int place) {
        int c = chunkOf(place);
        int i = place - starts[c];
        return (chunks[c].flags[i] & RECENT) != 0 && chunks[c].uids[i] > claimedTo;
    }

    /** The keywords of a message, in order. */
    public List<String> keywords(int place) {
        return keywords.set(keywordSet(place));
    }

    private int keywordSet(int place) {
        int c = chunkOf(place);
        return chunks[c].keywordSets[place - starts[c]];
    }

    /** Flags and keywords of a message. */
    public FlagSet flags(int place) {
        return FlagSet.of(systemFlags(place), keywords(place));
    }

    /** Every keyword that a message has, in the order of their coming. */
    public List<String> keywordsInUse() {
        List<String> known = keywordsInUse;
        if (known == null) {
            BitSet sets = new BitSet();
            for (Chunk chunk : chunks) {
                sets.or(chunk.sets());
            }
            Set<String> present = new TreeSet<>(AsciiCase.ORDER);
            sets.stream().forEach(set -> present.addAll(keywords.set(set)));
            known = keywords.names().stream().filter(present::contains).toList();
            keywordsInUse = known;
        }
        return known;
    }

    /**
     * All keywords that messages have or, as far as is remembered, had: what a client knows from before may be among them. Those
     * in use alone where these are very many.
     */
    public List<String> keywordsRemembered() {
        List<String> all = keywords.names();
        return all.size() > MOST_REMEMBERED ? keywordsInUse() : all;
    }

    /** The place of that UID; or, if there is no such message, -1 - the place where it would be. */
    public int placeOf(long uid) {
        int low = 0;
        int high = chunks.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Chunk chunk = chunks[middle];
            if (uid < chunk.firstUid()) {
                high = middle - 1;
            } else if (uid > chunk.lastUid()) {
                low = middle + 1;
            } else {
                int found = chunk.find(uid);
                return found < 0 ? found - starts[middle] : found + starts[middle];
            }
        }
        return -1 - starts[low];
    }

    /** The place of the first message with that UID or a greater one. */
    public int firstFrom(long uid) {
        int place = placeOf(uid);
        return place < 0 ? -1 - place : place;
    }

    /** The greatest UID; 0 if there is none. */
    public long lastUid() {
        return chunks.length == 0 ? 0 : chunks[chunks.length - 1].lastUid();
    }

    /** How many messages no session has claimed. */
    public int unclaimed() {
        int known = unclaimed;
        if (known < 0) {
            known = 0;
            for (Chunk chunk : chunks) {
                if (chunk.firstUid() > claimedTo) {
                    known += chunk.recent;
                } else if (chunk.lastUid() > claimedTo) {
                    int from = chunk.find(claimedTo + 1);
                    for (int i = from < 0 ? -1 - from : from; i < chunk.size; i++) {
                        known += (chunk.flags[i] & RECENT) != 0 ? 1 : 0;
                    }
                }
            }
            unclaimed = known;
        }
        return known;
    }

    /** The place of the first message without {@code \Seen}, or -1. */
    public int firstUnseen() {
        for (int c = 0; c < chunks.length; c++) {
            if (chunks[c].seen < chunks[c].size) {
                int i = 0;
                while ((chunks[c].flags[i] & Flag.SEEN.bit()) != 0) {
                    i++;
                }
                return starts[c] + i;
            }
        }
        return -1;
    }

    /** How many messages have {@code \Deleted}. */
    public int deleted() {
        return Arrays.stream(chunks).mapToInt(chunk -> chunk.deleted).sum();
    }

    /** The UIDs of the messages that have {@code \Deleted}, of those that a set names. */
    public NumberSet deletedAmong(NumberSet wanted) {
        NumberSet.Builder builder = new NumberSet.Builder();
        for (Chunk chunk : chunks) {
            for (int i = 0; chunk.deleted > 0 && i < chunk.size; i++) {
                if ((chunk.flags[i] & Flag.DELETED.bit()) != 0 && wanted.contains(chunk.uids[i])) {
                    builder.add(chunk.uids[i]);
                }
            }
        }
        return builder.build();
    }

    /** The figures of STATUS. */
    MailboxStatus status() {
        int seen = Arrays.stream(chunks).mapToInt(chunk -> chunk.seen).sum();
        return new MailboxStatus(size, unclaimed(), size - seen, deleted(), state.uidNext(), state.seq());
    }

    /**
     * UIDs by which the messages at some places, and no others, can be found. Of neighbours the numbers between them are in the set
     * too, which no message of the mailbox has: UIDs count through all mailboxes, and a set of a few ranges is far cheaper than one
     * of many single numbers.
     *
     * @param places in ascending order
     */
    public NumberSet uidsAt(int[] places) {
        NumberSet.Builder builder = new NumberSet.Builder();
        for (int from = 0; from < places.length; ) {
            int to = from;
            while (to + 1 < places.length && places[to + 1] == places[to] + 1) {
                to++;
            }
            builder.add(uid(places[from]), uid(places[to]));
            from = to + 1;
        }
        return builder.build();
    }

    /** About how much memory it takes, in octets. */
    int weight() {
        return 512 + 45 * size + 100 * chunks.length;
    }

    /** Whether flags and keywords of a message here and one there are the same. */
    public boolean sameFlags(int place, MailboxSnapshot other, int otherPlace) {
        return systemFlags(place) == other.systemFlags(otherPlace)
                && (keywords.lineage.equals(other.keywords.lineage)
                        ? keywordSet(place) == other.keywordSet(otherPlace)
                        : keywords(place).equals(other.keywords(otherPlace)));
    }
}
