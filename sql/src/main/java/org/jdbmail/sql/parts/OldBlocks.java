package org.jdbmail.sql.parts;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.parts.Repair;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.UidCondition;
import org.jspecify.annotations.Nullable;

/**
 * Messages that DBMail 2 wrote and nobody has converted since: {@code dbmail_messageblks}, the header and then the body in
 * blocks, in the order of their ids. DBMail 3 reads them where a message has no parts. The table is missing where DBMail 3
 * made a MySQL database, and where somebody dropped it.
 */
final class OldBlocks {
    /** Null until somebody asked; a table that appears later is seen after a restart. */
    private volatile @Nullable Boolean there;

    Map<Long, Long> sizes(Db db, List<Long> physIds) {
        Map<Long, Long> sizes = new HashMap<>();
        if (isThere(db)) {
            db.eachOnce(
                    "SELECT physmessage_id, sum(blocksize) FROM {messageblks} WHERE physmessage_id IN ("
                            + UidCondition.list(physIds) + ") GROUP BY physmessage_id",
                    row -> sizes.put(row.getLong(1), row.getLong(2)));
        }
        return sizes;
    }

    Map<Long, MessageBytes> read(Db db, List<Long> physIds) {
        Map<Long, ByteArrayOutputStream> texts = new HashMap<>();
        if (isThere(db)) {
            db.eachOnce(
                    "SELECT physmessage_id, messageblk FROM {messageblks} WHERE physmessage_id IN ("
                            + UidCondition.list(physIds) + ") ORDER BY messageblk_idnr",
                    row -> texts.computeIfAbsent(row.getLong(1), id -> new ByteArrayOutputStream())
                            .writeBytes(row.getBytes(2)));
        }
        Map<Long, MessageBytes> messages = new HashMap<>();
        texts.forEach((id, text) -> messages.put(id, MessageBytes.of(Repair.apply(text.toByteArray(), null))));
        return messages;
    }

    List<Long> next(Db db, long after, int count) {
        return isThere(db)
                ? db.list(
                        "SELECT DISTINCT physmessage_id FROM {messageblks} WHERE physmessage_id > ?"
                                + " ORDER BY physmessage_id LIMIT ?",
                        row -> row.getLong(1),
                        after,
                        count)
                : List.of();
    }

    void remove(Db db, List<Long> physIds) {
        if (isThere(db)) {
            db.updateOnce("DELETE FROM {messageblks} WHERE physmessage_id IN (" + UidCondition.list(physIds) + ")");
        }
    }

    private boolean isThere(Db db) {
        Boolean known = there;
        if (known == null) {
            String tables = switch (db.dialect()) {
                case POSTGRESQL ->
                    "SELECT count(*) FROM information_schema.tables WHERE table_name = '{messageblks}'"
                            + " AND table_schema = ANY (current_schemas(false))";
                case MYSQL ->
                    "SELECT count(*) FROM information_schema.tables WHERE table_name = '{messageblks}'"
                            + " AND table_schema = database()";
                case SQLITE -> "SELECT count(*) FROM sqlite_master WHERE name = '{messageblks}'";
            };
            known = db.first(tables, row -> row.getInt(1)).orElseThrow() > 0;
            there = known;
        }
        return known;
    }
}
