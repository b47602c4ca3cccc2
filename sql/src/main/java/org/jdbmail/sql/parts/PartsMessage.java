package org.jdbmail.sql.parts;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.digest.TextDigest;
import org.jdbmail.core.parts.HeaderCache;
import org.jdbmail.core.parts.PartRow;
import org.jdbmail.core.parts.PartsAssembler;
import org.jdbmail.core.parts.PartsSplitter;
import org.jdbmail.core.parts.Repair;
import org.jdbmail.sql.content.ContentLayout;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.parts.MimeParts.Part;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way into DBMail's tables, taken apart; with the repair that it needs to come back exactly.
 *
 * <p>By hand: a delivery into DBMail's layout writes its rows in batches.
 */
final class PartsMessage implements ContentLayout.Ready {
    private final List<PartRow> rows;
    private final List<Part> parts = new ArrayList<>();
    private final byte @Nullable [] repair;
    private final HeaderRows headers;
    private Map<Part, Long> ids = Map.of();

    PartsMessage(PreparedMessage message, Instant internalDate, TextDigest hash) {
        this.rows = PartsSplitter.split(message.bytes(), message.structure());
        this.repair =
                Repair.between(PartsAssembler.assemble(rows), message.bytes().slice(0, message.size()));
        this.headers = new HeaderRows(HeaderCache.of(message.structure(), internalDate.atOffset(ZoneOffset.UTC)), hash);
        Map<Part, Part> same = new HashMap<>();
        for (PartRow row : rows) {
            parts.add(same.computeIfAbsent(Part.of(hash, row.data()), part -> part));
        }
    }

    /** Bytes of the largest value that is written into one row. */
    int largest() {
        int largest = repair == null ? 0 : repair.length;
        for (Part part : parts) {
            largest = Math.max(largest, part.data().length);
        }
        return largest;
    }

    @Override
    public void writeShared(Db db) {
        ids = SharedTable.idsOf(new MimeParts(), db, new LinkedHashSet<>(parts));
        headers.writeShared(db);
    }

    @Override
    public void write(Db db, long physId) {
        List<@Nullable Object[]> list = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            PartRow row = rows.get(i);
            Long id = ids.get(parts.get(i));
            list.add(new @Nullable Object[] {physId, row.header() ? 1 : 0, row.key(), row.depth(), row.order(), id});
        }
        db.batch(
                "INSERT INTO {partlists} (physmessage_id, is_header, part_key, part_depth, part_order, part_id)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                list);
        headers.write(db, physId);
        if (repair != null) {
            db.update("INSERT INTO {+repair} (physmessage_id, packing, data) VALUES (?, ?, ?)", physId, 0, repair);
        }
    }

    @Override
    public boolean isAt(Db db, long physId) {
        return db.first(
                        "SELECT 1 FROM {partlists} l JOIN {mimeparts} p ON p.id = l.part_id"
                                + " WHERE l.physmessage_id = ? AND p.hash = ?",
                        row -> true,
                        physId,
                        parts.getFirst().hash())
                .isPresent();
    }
}
