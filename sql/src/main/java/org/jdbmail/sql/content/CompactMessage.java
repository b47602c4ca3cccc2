package org.jdbmail.sql.content;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbmail.core.content.ContentPlan;
import org.jdbmail.core.content.ContentPlan.Blob;
import org.jdbmail.core.content.Packing;
import org.jdbmail.core.content.Packing.Packed;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.sql.jdbc.Db;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way into the compact layout: head and packed rest are ready. Blobs are packed when it shows that they
 * aren't there yet, one at a time, so that 50 MB of attachment are never in memory twice.
 */
public final class CompactMessage implements ContentLayout.Ready {
    private final PreparedMessage message;
    private final byte[] head;
    private final Packed rest;
    private Map<Digest, Long> ids = Map.of();

    CompactMessage(PreparedMessage message) {
        this.message = message;
        ContentPlan plan = message.plan();
        this.head = plan.head(message.bytes());
        this.rest = Packing.pack(plan.inline(message.bytes()));
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
        // In the order of the digests, so that two deliveries of the same attachments don't wait in a circle.
        SortedMap<Digest, Blob> wanted = new TreeMap<>();
        message.plan().blobs().forEach(blob -> wanted.put(Digest.of(blob.sha256()), blob));
        if (wanted.isEmpty()) {
            return;
        }
        Blobs blobs = new Blobs(db);
        Map<Digest, Long> known = new HashMap<>(blobs.find(wanted.keySet()));
        wanted.forEach((digest, blob) -> {
            if (!known.containsKey(digest)) {
                Packed packed = Packing.pack(ContentPlan.bytes(message.bytes(), blob));
                known.put(digest, blobs.insert(digest, blob.length(), packed));
            }
        });
        ids = known;
    }

    @Override
    public void write(Db db, long physId) {
        List<Blob> blobs = message.plan().blobs();
        db.update(
                "INSERT INTO {+content} (physmessage_id, head, body, packing, pieces) VALUES (?, ?, ?, ?, ?)",
                physId,
                head,
                rest.bytes(),
                rest.packing().code(),
                blobs.size());
        List<@Nullable Object[]> pieces = new ArrayList<>();
        for (Blob blob : blobs) {
            Long id = ids.get(Digest.of(blob.sha256()));
            pieces.add(new @Nullable Object[] {physId, (long) blob.offset(), id});
        }
        db.batch("INSERT INTO {+content_piece} (physmessage_id, position, blob_id) VALUES (?, ?, ?)", pieces);
    }
}
