package org.jdbmail.sql.content;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.DataFormatException;
import org.jdbmail.core.content.ContentPlan;
import org.jdbmail.core.content.Packing;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.BulkIntake.Fresh;
import org.jdbmail.mime.bytes.LazySegment;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.UidCondition;
import org.jdbmail.sql.transaction.Transactions;

/**
 * Our layout: one row with head and body, in which large bodies are replaced by references to shared blobs. Small blobs are
 * read along with the message; a message with large ones fetches each when it is read.
 *
 * <p>By hand: FETCH of bodies is this, which {@code ./x bench --only imap,pop3} measures.
 */
public final class CompactLayout implements ContentLayout {
    /** Blobs of a message that together are smaller than this are read at once. */
    private static final long EAGER = 1 << 20;

    /** Ids in one statement. */
    private static final int CHUNK = 1_000;

    /** A blob's place in a message, and where to find it. */
    private record Piece(int position, long blobId, int size) {}

    /** A row of content with references to blobs. */
    private record Row(byte[] head, byte[] rest, int pieces) {}

    private final Transactions transactions;

    /** @param transactions for blobs that are stored before, or fetched after, the transaction that a message is in */
    public CompactLayout(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public CompactMessage prepare(PreparedMessage message, Instant internalDate) {
        return new CompactMessage(message, transactions);
    }

    @Override
    public List<Ready> prepareAll(List<Fresh> messages) {
        Set<Digest> digests = new LinkedHashSet<>();
        messages.forEach(
                fresh -> fresh.message().plan().blobs().forEach(blob -> digests.add(Digest.of(blob.sha256()))));
        Map<Digest, Long> known = digests.isEmpty() ? Map.of() : transactions.look(db -> new Blobs(db).find(digests));
        // Packing is what takes the time.
        return messages.parallelStream()
                .<Ready>map(fresh -> new CompactMessage(fresh.message(), transactions, known))
                .toList();
    }

    @Override
    public Map<Long, Long> sizes(Db db, Collection<Long> physIds) {
        Map<Long, Long> sizes = new HashMap<>();
        for (List<Long> ids : UidCondition.chunks(physIds, CHUNK)) {
            db.eachOf(
                    "SELECT physmessage_id, " + db.dialect().octetsOfBytes("head") + " + "
                            + db.dialect().octetsOfBytes("body") + ", pieces FROM {+content}"
                            + " WHERE physmessage_id",
                    ids,
                    "",
                    row -> sizes.put(row.getLong(1), row.getLong(2) + (row.getInt(3) > 0 ? EAGER / 2 : 0)));
        }
        return sizes;
    }

    @Override
    public Map<Long, byte[]> heads(Db db, Collection<Long> physIds) {
        Map<Long, byte[]> heads = new HashMap<>();
        for (List<Long> ids : UidCondition.chunks(physIds, CHUNK)) {
            db.eachOf(
                    "SELECT physmessage_id, head FROM {+content} WHERE physmessage_id",
                    ids,
                    "",
                    row -> heads.put(row.getLong(1), row.getBytes(2)));
        }
        return heads;
    }

    @Override
    public Map<Long, MessageBytes> read(Db db, List<Long> physIds) {
        return read(db, physIds, EAGER);
    }

    @Override
    public Optional<MessageBytes> readHere(Db db, long physId) {
        return Optional.ofNullable(read(db, List.of(physId), Long.MAX_VALUE).get(physId));
    }

    /** @param atOnce blobs of a message that together are no larger than this are read now */
    private Map<Long, MessageBytes> read(Db db, List<Long> physIds, long atOnce) {
        Map<Long, MessageBytes> messages = HashMap.newHashMap(physIds.size());
        Map<Long, Row> inPieces = new HashMap<>();
        for (List<Long> ids : UidCondition.chunks(physIds, CHUNK)) {
            db.eachOf(
                    "SELECT physmessage_id, head, body, packing, pieces FROM {+content} WHERE physmessage_id",
                    ids,
                    "",
                    row -> {
                        byte[] head = row.getBytes(2);
                        byte[] rest = unpack(row.getInt(4), row.getBytes(3));
                        int pieces = row.getInt(5);
                        if (pieces == 0) {
                            messages.put(row.getLong(1), whole(head, rest));
                        } else {
                            inPieces.put(row.getLong(1), new Row(head, rest, pieces));
                        }
                    });
        }
        if (!inPieces.isEmpty()) {
            joinAll(db, inPieces, atOnce, messages);
        }
        return messages;
    }

    private void joinAll(Db db, Map<Long, Row> rows, long atOnce, Map<Long, MessageBytes> messages) {
        Map<Long, List<Piece>> pieces = pieces(db, rows.keySet());
        Map<Long, byte[]> eager = eager(db, pieces.values(), atOnce);
        rows.forEach((id, row) -> {
            List<Piece> own = pieces.getOrDefault(id, List.of());
            if (own.size() != row.pieces) {
                throw new Refusal(Reason.CORRUPT, "a part of a stored message is missing");
            }
            messages.put(id, join(row, own, eager));
        });
    }

    @Override
    public List<Long> next(Db db, long after, int count) {
        return db.list(
                "SELECT physmessage_id FROM {+content} WHERE physmessage_id > ? ORDER BY physmessage_id LIMIT ?",
                row -> row.getLong(1),
                after,
                count);
    }

    @Override
    public void remove(Db db, Collection<Long> physIds) {
        for (List<Long> ids : UidCondition.chunks(physIds, CHUNK)) {
            String condition = " WHERE physmessage_id IN (" + db.dialect().ids(ids) + ")";
            db.updateOnce("DELETE FROM {+content_piece}" + condition);
            db.updateOnce("DELETE FROM {+content}" + condition);
        }
    }

    private static byte[] unpack(int packing, byte[] bytes) {
        try {
            return Packing.of(packing).unpack(bytes, ContentPlan.PIECE);
        } catch (DataFormatException e) {
            throw new Refusal(Reason.CORRUPT, "a stored message can't be unpacked", e);
        }
    }

    private static Map<Long, List<Piece>> pieces(Db db, Collection<Long> physIds) {
        Map<Long, List<Piece>> pieces = new HashMap<>();
        for (List<Long> ids : UidCondition.chunks(physIds, CHUNK)) {
            db.eachOf(
                    "SELECT p.physmessage_id, p.position, p.blob_id, b.size FROM {+content_piece} p"
                            + " JOIN {+blob} b ON b.id = p.blob_id WHERE p.physmessage_id",
                    ids,
                    " ORDER BY p.physmessage_id, p.position",
                    row -> pieces.computeIfAbsent(row.getLong(1), id -> new ArrayList<>())
                            .add(new Piece(row.getInt(2), row.getLong(3), row.getInt(4))));
        }
        return pieces;
    }

    /** The blobs of messages that have few bytes of them. */
    private static Map<Long, byte[]> eager(Db db, Collection<List<Piece>> messages, long atOnce) {
        Set<Long> wanted = new LinkedHashSet<>();
        for (List<Piece> pieces : messages) {
            long size = 0;
            for (Piece piece : pieces) {
                size += piece.size;
            }
            if (size <= atOnce) {
                pieces.forEach(piece -> wanted.add(piece.blobId));
            }
        }
        Map<Long, byte[]> blobs = new HashMap<>();
        for (List<Long> ids : UidCondition.chunks(wanted, CHUNK)) {
            db.eachOf(
                    "SELECT id, packing, data FROM {+blob} WHERE id",
                    ids,
                    "",
                    row -> blobs.put(row.getLong(1), unpack(row.getInt(2), row.getBytes(3))));
        }
        return blobs;
    }

    private static MessageBytes whole(byte[] head, byte[] rest) {
        byte[] message = Arrays.copyOf(head, head.length + rest.length);
        System.arraycopy(rest, 0, message, head.length, rest.length);
        return MessageBytes.of(message);
    }

    private MessageBytes join(Row row, List<Piece> pieces, Map<Long, byte[]> eager) {
        List<LazySegment> segments = new ArrayList<>(2 + 2 * pieces.size());
        segments.add(LazySegment.of(row.head));
        int position = row.head.length;
        int used = 0;
        for (Piece piece : pieces) {
            int gap = piece.position - position;
            if (gap < 0 || gap > row.rest.length - used) {
                throw new Refusal(Reason.CORRUPT, "a part of a stored message is not where it belongs");
            }
            segments.add(LazySegment.of(Arrays.copyOfRange(row.rest, used, used + gap)));
            used += gap;
            byte[] bytes = eager.get(piece.blobId);
            segments.add(
                    bytes != null ? LazySegment.of(bytes) : new LazySegment(piece.size, () -> fetch(piece.blobId)));
            position = piece.position + piece.size;
        }
        segments.add(LazySegment.of(Arrays.copyOfRange(row.rest, used, row.rest.length)));
        return MessageBytes.lazy(segments);
    }

    private byte[] fetch(long blobId) {
        return transactions.read(db -> {
            Optional<byte[]> blob = db.first(
                    "SELECT packing, data FROM {+blob} WHERE id = ?",
                    row -> unpack(row.getInt(1), row.getBytes(2)),
                    blobId);
            return blob.orElseThrow(() -> new Refusal(Reason.EXPUNGED, "the message was expunged meanwhile"));
        });
    }
}
