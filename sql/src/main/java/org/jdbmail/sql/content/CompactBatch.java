package org.jdbmail.sql.content;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jdbmail.sql.jdbc.Db;
import org.jspecify.annotations.Nullable;

/**
 * Many messages on their way into the compact layout together: what one does by a statement, all do by the same one.
 *
 * <p>By hand: imports of 100,000 messages go through it, in batches (IntakeTest holds the number of statements).
 */
public final class CompactBatch {
    private static final String CONTENT =
            "INSERT INTO {+content} (" + ContentRows.COLUMNS + ") VALUES (?, " + ContentRows.BYTES_PARAMETERS + ", ?)";

    private static final String PIECE =
            "INSERT INTO {+content_piece} (physmessage_id, position, blob_id) VALUES (?, ?, ?)";

    private CompactBatch() {}

    /** Writes the blobs that are not there yet, as {@link CompactMessage#writeShared} does for one message. */
    public static void writeShared(Db db, List<CompactMessage> messages) {
        // In the order of the digests, so that nobody waits in a circle; what several of them have goes once.
        TreeMap<Digest, Blobs.Row> missing = new TreeMap<>();
        Set<Digest> there = new HashSet<>();
        for (CompactMessage message : messages) {
            message.sort(there, missing);
        }
        Map<Digest, Long> ids = new HashMap<>();
        if (!there.isEmpty() || !missing.isEmpty()) {
            Blobs table = new Blobs(db);
            ids.putAll(table.find(there));
            missing.keySet().removeAll(ids.keySet());
            // Those that were there a moment ago and were collected since.
            for (CompactMessage message : messages) {
                message.packGone(there, ids.keySet(), missing);
            }
            ids.putAll(table.insertAll(missing));
        }
        messages.forEach(message -> message.know(ids));
    }

    /** Writes the rows of messages, each under the id of its physical message. */
    public static void write(Db db, Map<Long, CompactMessage> messages) {
        List<@Nullable Object[]> contents = new ArrayList<>(messages.size());
        List<@Nullable Object[]> pieces = new ArrayList<>();
        messages.forEach((physId, message) -> {
            List<CompactMessage.Piece> own = message.pieces();
            contents.add(new @Nullable Object[] {
                physId,
                message.head(),
                message.rest().bytes(),
                message.rest().packing().code(),
                own.size()
            });
            own.forEach(piece -> pieces.add(new @Nullable Object[] {physId, piece.position(), piece.blobId()}));
        });
        db.batch(CONTENT, contents);
        db.batch(PIECE, pieces);
    }
}
