package org.jdbmail.sql.content;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbmail.core.content.ContentPlan;
import org.jdbmail.core.content.ContentPlan.Blob;
import org.jdbmail.core.content.Packing;
import org.jdbmail.core.content.Packing.Packed;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.transaction.Transactions;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way into the compact layout: head and packed rest are ready, and so are the blobs that weren't there when it
 * was looked for them. Many of those are stored ahead, each in a short transaction of its own, so that 50 MB of attachment
 * are never in memory twice and nobody waits for their packing; if the delivery comes to nothing the collector finds them.
 *
 * <p>By hand: each delivery runs it, which {@code ./x bench --only lmtp} measures.
 */
public final class CompactMessage implements ContentLayout.Ready {
    /**
     * A blob's place.
     *
     * @param position of its first byte in the message
     */
    public record Piece(long position, long blobId) {}

    /** Bytes of blobs that are kept packed in memory for the delivery's own transaction. */
    private static final int KEPT = 1 << 20;

    private final PreparedMessage message;
    private final byte[] head;
    private final Packed rest;
    private final SortedMap<Digest, Blob> blobs = new TreeMap<>();
    private final Map<Digest, Packed> packed = new HashMap<>();

    /** What is known of the ids of the blobs; one that was there a moment ago may be gone. */
    private final Map<Digest, Long> ids = new HashMap<>();

    CompactMessage(PreparedMessage message, Transactions transactions) {
        this(message);
        if (!blobs.isEmpty()) {
            packMissing(transactions, transactions.look(db -> new Blobs(db).find(blobs.keySet())));
        }
    }

    /** @param known the blobs that are there already, of this message and others */
    CompactMessage(PreparedMessage message, Transactions transactions, Map<Digest, Long> known) {
        this(message);
        packMissing(transactions, known);
    }

    private CompactMessage(PreparedMessage message) {
        this.message = message;
        ContentPlan plan = message.plan();
        this.head = plan.head(message.bytes());
        this.rest = Packing.pack(plan.inline(message.bytes()));
        // In the order of the digests, so that two deliveries of the same attachments don't wait in a circle.
        plan.blobs().forEach(blob -> blobs.put(Digest.of(blob.sha256()), blob));
    }

    private void packMissing(Transactions transactions, Map<Digest, Long> known) {
        int kept = 0;
        for (Map.Entry<Digest, Blob> entry : blobs.entrySet()) {
            Digest digest = entry.getKey();
            Long id = known.get(digest);
            if (id != null) {
                ids.put(digest, id);
                continue;
            }
            Packed bytes = pack(entry.getValue());
            if (kept + bytes.bytes().length <= KEPT) {
                kept += bytes.bytes().length;
                packed.put(digest, bytes);
            } else {
                ids.put(
                        digest,
                        transactions.write(db ->
                                new Blobs(db).insert(digest, entry.getValue().length(), bytes)));
            }
        }
    }

    private Packed pack(Blob blob) {
        return Packing.pack(ContentPlan.bytes(message.bytes(), blob));
    }

    @Override
    public boolean isAt(Db db, long physId) {
        return db.first("SELECT head FROM {+content} WHERE physmessage_id = ?", row -> row.getBytes(1), physId)
                .filter(there -> Arrays.equals(there, head))
                .isPresent();
    }

    /** The head, as it is stored. */
    public byte[] head() {
        return head;
    }

    /** What is neither head nor blob, as it is stored. */
    public Packed rest() {
        return rest;
    }

    @Override
    public void writeShared(Db db) {
        if (blobs.isEmpty()) {
            return;
        }
        Blobs table = new Blobs(db);
        Set<Digest> there = new TreeSet<>(blobs.keySet());
        there.removeAll(packed.keySet());
        ids.clear();
        ids.putAll(there.isEmpty() ? Map.of() : table.find(there));
        blobs.forEach((digest, blob) -> {
            if (!ids.containsKey(digest)) {
                // Not packed only if it was there a moment ago and was collected since.
                Packed bytes = packed.containsKey(digest) ? packed.get(digest) : pack(blob);
                ids.put(digest, table.insert(digest, blob.length(), bytes));
            }
        });
    }

    /**
     * Stores the blobs that were not there, ahead and in a transaction of its own, so that the message itself can follow in one
     * statement. It may find that a blob was collected meanwhile: then {@link #writeShared} brings it back.
     *
     * @return the places of all blobs
     */
    public List<Piece> shareAhead(Transactions transactions) {
        if (!packed.isEmpty()) {
            ids.putAll(transactions.write(db -> {
                Map<Digest, Long> made = new HashMap<>();
                Blobs table = new Blobs(db);
                blobs.forEach((digest, blob) -> {
                    Packed bytes = packed.get(digest);
                    if (bytes != null) {
                        made.put(digest, table.insert(digest, blob.length(), bytes));
                    }
                });
                return made;
            }));
        }
        return pieces();
    }

    /** Puts the blobs that are packed here among those to be written, and the others among those that should be there. */
    void sort(Set<Digest> there, Map<Digest, Blobs.Row> missing) {
        blobs.forEach((digest, blob) -> {
            Packed bytes = packed.get(digest);
            if (bytes == null) {
                there.add(digest);
            } else {
                missing.put(digest, new Blobs.Row(blob.length(), bytes));
            }
        });
    }

    /** Packs what should have been there and is not. */
    void packGone(Set<Digest> there, Set<Digest> found, Map<Digest, Blobs.Row> missing) {
        blobs.forEach((digest, blob) -> {
            if (there.contains(digest) && !found.contains(digest) && !missing.containsKey(digest)) {
                missing.put(digest, new Blobs.Row(blob.length(), pack(blob)));
            }
        });
    }

    /** Takes over where its blobs are. */
    void know(Map<Digest, Long> all) {
        ids.clear();
        blobs.keySet().forEach(digest -> ids.put(digest, Objects.requireNonNull(all.get(digest))));
    }

    List<Piece> pieces() {
        return message.plan().blobs().stream()
                .map(blob -> new Piece(blob.offset(), Objects.requireNonNull(ids.get(Digest.of(blob.sha256())))))
                .toList();
    }

    @Override
    public void write(Db db, long physId) {
        List<Piece> pieces = pieces();
        db.update(
                "INSERT INTO {+content} (" + ContentRows.COLUMNS + ") VALUES (?, " + ContentRows.BYTES_PARAMETERS
                        + ", ?)",
                physId,
                head,
                rest.bytes(),
                rest.packing().code(),
                pieces.size());
        db.batch(
                "INSERT INTO {+content_piece} (physmessage_id, position, blob_id) VALUES (?, ?, ?)",
                pieces.stream()
                        .map(piece -> new @Nullable Object[] {physId, piece.position(), piece.blobId()})
                        .toList());
    }
}
