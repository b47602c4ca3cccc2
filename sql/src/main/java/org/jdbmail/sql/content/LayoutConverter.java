package org.jdbmail.sql.content;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_PHYSMESSAGE;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.listing.MessageSummary;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.Utc;
import org.jdbmail.sql.transaction.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves messages from one layout into the other while the store is in use, a few at a time (DESIGN §4.1). A message is in
 * one layout or in the other at every moment: its rows are exchanged in one transaction, in which it is also read back and
 * compared, so that not a byte can be lost on the way. UIDs, flags and all else stay; parts and blobs that no message uses
 * any more are left to the collector.
 */
public final class LayoutConverter {
    private static final Logger LOG = LoggerFactory.getLogger(LayoutConverter.class);

    /** Messages that are moved in one transaction, at most. */
    private static final int BATCH = 50;

    /** Bytes of messages that are in memory for that, about; a larger message goes alone. */
    private static final long BYTES = 8 << 20;

    private static final int COMPARED = 1 << 20;

    private final Transactions transactions;
    private final ContentLayout from;
    private final ContentLayout to;

    /**
     * Where a conversion stands.
     *
     * @param last the id of the last message that was looked at; go on after it
     * @param looked how many messages were looked at; none if there are no more
     * @param moved how many of them are in the other layout now
     * @param stuck those that can't be read, or would not come back as they were; they stay as they are
     */
    public record Progress(long last, int looked, int moved, List<Long> stuck) {}

    /** A converter between two layouts of one store. */
    public LayoutConverter(Transactions transactions, ContentLayout from, ContentLayout to) {
        this.transactions = transactions;
        this.from = from;
        this.to = to;
    }

    /**
     * Moves the next few messages, in one transaction; in one each, if one of them is stuck.
     *
     * @param after the id of the physical message to go on after; 0 to begin
     */
    public Progress convert(long after) {
        try {
            return convert(after, BATCH);
        } catch (Refusal refusal) {
            if (refusal.reason() != Reason.CORRUPT) {
                throw refusal;
            }
            return oneByOne(after);
        }
    }

    /**
     * Writes messages anew, each in a transaction of its own: with all rows that its new layout has for it.
     *
     * @return how many were written; those that can't be read, or would not come back as they were, stay as they are
     */
    public int rewrite(List<Long> ids) {
        int written = 0;
        for (Long id : ids) {
            try {
                written += write(transactions.read(
                        db -> new Batch(List.of(id), from.read(db, List.of(id)), dates(db, List.of(id)))));
            } catch (Refusal refusal) {
                if (refusal.reason() != Reason.CORRUPT) {
                    throw refusal;
                }
                LOG.warn("message {} stays as it is: {}", id, refusal.text());
            }
        }
        return written;
    }

    private Progress oneByOne(long after) {
        long last = after;
        int looked = 0;
        int moved = 0;
        List<Long> stuck = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            try {
                Progress one = convert(last, 1);
                if (one.looked == 0) {
                    break;
                }
                last = one.last;
                moved += one.moved;
            } catch (Refusal refusal) {
                if (refusal.reason() != Reason.CORRUPT) {
                    throw refusal;
                }
                long from = last;
                last = transactions.read(db -> this.from.next(db, from, 1)).getFirst();
                stuck.add(last);
                LOG.warn("message {} stays in its layout: {}", last, refusal.text());
            }
            looked++;
        }
        return new Progress(last, looked, moved, stuck);
    }

    private Progress convert(long after, int most) {
        Batch batch = transactions.read(db -> read(db, after, most));
        if (batch.ids.isEmpty()) {
            return new Progress(after, 0, 0, List.of());
        }
        int moved = write(batch);
        return new Progress(batch.ids.getLast(), batch.ids.size(), moved, List.of());
    }

    private int write(Batch batch) {
        Map<Long, Copy> copies = new LinkedHashMap<>();
        for (Long id : batch.ids) {
            MessageBytes source = batch.messages.get(id);
            Instant date = batch.dates.get(id);
            if (source != null && date != null) {
                byte[] bytes = source.slice(0, source.size());
                PreparedMessage message = PreparedMessage.prepare(MessageBytes.of(bytes));
                copies.put(id, new Copy(bytes, message.summary(), to.prepare(message, date)));
            }
        }
        return copies.isEmpty() ? 0 : transactions.write(db -> exchange(db, copies));
    }

    /** The next messages; one that somebody removes at this moment may be missing from the maps. */
    private record Batch(List<Long> ids, Map<Long, MessageBytes> messages, Map<Long, Instant> dates) {}

    /** A message on its way. */
    @SuppressWarnings("ArrayRecordComponent") // never changed, compared by hand
    private record Copy(byte[] bytes, MessageSummary summary, ContentLayout.Ready ready) {}

    private Batch read(Db db, long after, int most) {
        List<Long> next = from.next(db, after, most);
        Map<Long, Long> sizes = from.sizes(db, next);
        List<Long> fitting = new ArrayList<>();
        long left = BYTES;
        for (Long id : next) {
            left -= sizes.getOrDefault(id, 0L);
            if (left < 0 && !fitting.isEmpty()) {
                break;
            }
            fitting.add(id);
        }
        return fitting.isEmpty()
                ? new Batch(fitting, Map.of(), Map.of())
                : new Batch(fitting, from.read(db, fitting), dates(db, fitting));
    }

    private static Map<Long, Instant> dates(Db db, List<Long> ids) {
        Map<Long, Instant> dates = new HashMap<>();
        db.dsl()
                .select(DBMAIL_PHYSMESSAGE.ID, DBMAIL_PHYSMESSAGE.INTERNAL_DATE)
                .from(DBMAIL_PHYSMESSAGE)
                .where(db.among(DBMAIL_PHYSMESSAGE.ID, ids))
                .forEach(row -> dates.put(row.value1(), Utc.instant(row.value2())));
        return dates;
    }

    private int exchange(Db db, Map<Long, Copy> copies) {
        copies.values().forEach(copy -> copy.ready.writeShared(db));
        // Whoever else converts or collects the same messages waits here, or has been here before.
        db.lock(DBMAIL_PHYSMESSAGE.ID, copies.keySet());
        List<Long> locked = db.dsl()
                .select(DBMAIL_PHYSMESSAGE.ID)
                .from(DBMAIL_PHYSMESSAGE)
                .where(db.among(DBMAIL_PHYSMESSAGE.ID, copies.keySet()))
                .orderBy(DBMAIL_PHYSMESSAGE.ID)
                .fetch(DBMAIL_PHYSMESSAGE.ID);
        List<Long> ids = List.copyOf(from.sizes(db, locked).keySet());
        from.remove(db, ids);
        Map<Long, MessageSummary> summaries = new HashMap<>();
        for (Long id : ids) {
            Copy copy = copies.get(id);
            if (copy != null) {
                copy.ready.write(db, id);
                summaries.put(id, copy.summary);
            }
        }
        SummaryRows.insertMissing(db, summaries);
        int moved = 0;
        for (Long id : ids) {
            Copy copy = copies.get(id);
            if (copy != null && isBack(db, id, copy.bytes)) {
                moved++;
            }
        }
        return moved;
    }

    /** Whether the message is in its new layout now; what doesn't fit there is back in the old one. */
    private boolean isBack(Db db, long id, byte[] bytes) {
        Optional<MessageBytes> there = to.readHere(db, id);
        Optional<MessageBytes> read = there.isPresent() ? there : from.readHere(db, id);
        if (!read.map(message -> same(bytes, message)).orElse(false)) {
            throw new Refusal(Reason.CORRUPT, "message " + id + " would not come back as it was");
        }
        return there.isPresent();
    }

    /** Compares piece by piece: a large message is in memory often enough. */
    private static boolean same(byte[] bytes, MessageBytes message) {
        if (message.size() != bytes.length) {
            return false;
        }
        for (int from = 0; from < bytes.length; from += COMPARED) {
            int to = Math.min(bytes.length, from + COMPARED);
            byte[] piece = message.slice(from, to);
            if (!Arrays.equals(bytes, from, to, piece, 0, piece.length)) {
                return false;
            }
        }
        return true;
    }
}
