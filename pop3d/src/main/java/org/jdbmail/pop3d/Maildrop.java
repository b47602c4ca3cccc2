package org.jdbmail.pop3d;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jdbmail.core.index.MailboxIndex;
import org.jdbmail.core.index.MailboxIndexes;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.reading.ContentSlices;
import org.jdbmail.core.reading.Readings;
import org.jdbmail.core.store.Inboxes;
import org.jdbmail.core.store.Messages;
import org.jdbmail.core.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * The messages of an INBOX as they were at the login, numbered from 1: the snapshot that all sessions on the mailbox share. What other
 * sessions add or remove meanwhile changes nothing here; marks of deletion are only kept here until {@link #finish}.
 */
final class Maildrop {
    /** Unique ids that are read at once, where a client asks for one after the other. */
    private static final int MOST_IDS = 4_000;

    private final Readings readings;
    private final MailboxIndexes indexes;
    private final Store store;
    private final long mailboxId;
    private final @Nullable MailboxSnapshot messages;

    /** Octets of physical messages of which the snapshot doesn't know them. */
    private final Map<Long, Long> learned = new HashMap<>();

    private final BitSet deleted = new BitSet();

    /** What was given out; noted at the end only for a client that asks for it by LAST. */
    private final BitSet retrieved = new BitSet();

    private boolean asksForLast;
    private int lastBefore;

    /** The unique ids of some messages, by UID; how many those were; and the number after the last of them. */
    private Map<Long, String> ids = Map.of();

    private int window = 1;
    private int nextId = 1;

    private Maildrop(Readings readings, MailboxIndexes indexes, long mailboxId, @Nullable MailboxSnapshot messages) {
        this.readings = readings;
        this.indexes = indexes;
        this.store = readings.store();
        this.mailboxId = mailboxId;
        this.messages = messages;
    }

    /** The INBOX of an account; an account without one has an empty maildrop. */
    static Maildrop open(Readings readings, MailboxIndexes indexes, long userId) {
        Store store = readings.store();
        long mailboxId = store.look(tx -> Inboxes.find(tx, userId)).orElse(0L);
        if (mailboxId == 0) {
            return new Maildrop(readings, indexes, 0, null);
        }
        MailboxIndex index = indexes.open(mailboxId);
        try {
            Maildrop maildrop = new Maildrop(readings, indexes, mailboxId, index.refresh());
            maildrop.learnSizes();
            return maildrop;
        } finally {
            indexes.close(index);
        }
    }

    /** Of messages that DBMail wrote, nobody may have known them so far. */
    private void learnSizes() {
        MailboxSnapshot all = messages;
        if (all == null) {
            return;
        }
        List<Long> unknown = new ArrayList<>();
        for (int place = 0; place < all.size(); place++) {
            if (all.octets(place) < 0) {
                unknown.add(all.physId(place));
            }
        }
        if (!unknown.isEmpty()) {
            learned.putAll(
                    readings.summaries().sizes(unknown.stream().distinct().toList()));
        }
    }

    /** The highest number, of a deleted message too. */
    int count() {
        return messages == null ? 0 : messages.size();
    }

    /** Whether there is a message of that number that is not marked as deleted. */
    boolean has(int number) {
        return number <= count() && !deleted.get(number);
    }

    private MailboxSnapshot all() {
        if (messages == null) {
            throw new IndexOutOfBoundsException("the maildrop is empty");
        }
        return messages;
    }

    /** The id of the physical message. */
    long physId(int number) {
        return all().physId(number - 1);
    }

    private long uid(int number) {
        return all().uid(number - 1);
    }

    /** Whether a message without content is still there; if not, it was expunged meanwhile. */
    boolean isDamaged(int number) {
        MailboxIndex index = indexes.open(mailboxId);
        try {
            NumberSet uids = NumberSet.of(uid(number));
            return !readings.damaged().among(uids, mailboxId, index.refresh()).isEmpty();
        } finally {
            indexes.close(index);
        }
    }

    /** Octets as RETR sends them, without stuffing. */
    long size(int number) {
        long octets = all().octets(number - 1);
        return octets >= 0 ? octets : learned.getOrDefault(physId(number), 0L);
    }

    // RFC 1939 §7: 1 to 70 characters, which DBMail's are. A row without one still needs something that stays the same.
    String uniqueId(int number) {
        long uid = uid(number);
        String id = ids.get(uid);
        if (id == null) {
            window = number == nextId ? Math.min(MOST_IDS, window * 8) : 1;
            int to = Math.min(count(), number + window - 1);
            NumberSet uids = all().uidsAt(IntStream.range(number - 1, to).toArray());
            ids = store.look(tx -> tx.messages().uniqueIds(mailboxId, uids));
            nextId = to + 1;
            id = ids.getOrDefault(uid, "");
        }
        return id.isEmpty() ? "uid-" + uid : id;
    }

    /** The messages as they are read, by their numbers less 1. */
    ContentSlices.Messages contents() {
        return new ContentSlices.Messages() {
            @Override
            public int count() {
                return Maildrop.this.count();
            }

            @Override
            public long physId(int index) {
                return Maildrop.this.physId(index + 1);
            }

            @Override
            public long octets(int index) {
                return size(index + 1);
            }
        };
    }

    int countLeft() {
        return count() - deleted.cardinality();
    }

    long sizeLeft() {
        long sum = 0;
        for (int number = 1; number <= count(); number++) {
            sum += deleted.get(number) ? 0 : size(number);
        }
        return sum;
    }

    void delete(int number) {
        deleted.set(number);
    }

    void undeleteAll() {
        deleted.clear();
    }

    void retrieved(int number) {
        retrieved.set(number);
    }

    /**
     * The number of the newest message that was given out before this session (RFC 1460 §5: LAST); 0 for none. Fetchmail goes by it. From then on it
     * is worth noting what is given out.
     */
    int lastBefore() {
        MailboxSnapshot all = messages;
        if (!asksForLast && all != null) {
            asksForLast = true;
            int place = all.placeOf(store.look(tx -> tx.messages().lastRetrieved(mailboxId)));
            lastBefore = place < 0 ? -place - 1 : place + 1;
        }
        return lastBefore;
    }

    /** Removes what is marked as deleted, very many messages in several transactions; and notes what was given out. */
    void finish() {
        retrieved.andNot(deleted);
        inPieces(deleted, piece -> store.write(tx -> tx.messages().expunge(mailboxId, piece, false)));
        if (asksForLast) {
            inPieces(
                    retrieved,
                    piece -> store.write(tx -> {
                        tx.messages().noteRetrieved(mailboxId, piece);
                        return true;
                    }));
        }
    }

    private void inPieces(BitSet numbers, Consumer<NumberSet> work) {
        if (!numbers.isEmpty()) {
            NumberSet uids = NumberSet.of(numbers.stream().mapToLong(this::uid).toArray());
            uids.pieces(Messages.PIECE).forEach(work);
            numbers.clear();
        }
    }
}
